#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "sky/bodies.h"

namespace astronova::astrology {

/// The twelve signs, Aries first, 30 degrees of ecliptic longitude each.
enum class Sign : std::uint8_t {
  aries,
  taurus,
  gemini,
  cancer,
  leo,
  virgo,
  libra,
  scorpio,
  sagittarius,
  capricorn,
  aquarius,
  pisces,
};
inline constexpr std::size_t sign_count = 12;

enum class Element : std::uint8_t { fire, earth, air, water };
enum class Modality : std::uint8_t { cardinal, fixed, mutable_ };

std::string_view name_of(Sign sign);           ///< "Aries"
std::string_view sanskrit_name_of(Sign sign);  ///< "Mesha"
std::string_view name_of(Element element);     ///< "fire"
std::string_view name_of(Modality modality);   ///< "cardinal"

Element element_of(Sign sign);
Modality modality_of(Sign sign);

/// The planet that rules a sign in tradition (Ptolemy, Tetrabiblos I.17) and, for Scorpio, Aquarius
/// and Pisces, the one that modern astrologers give it instead.
sky::Body traditional_ruler(Sign sign);
sky::Body modern_ruler(Sign sign);

/// The sign of an ecliptic longitude in [0, 360) degrees; a cusp belongs to the sign it opens.
Sign sign_of(double longitude);

/// Degrees within the sign, [0, 30).
double degree_in_sign(double longitude);

/// 24°07'24" Taurus: truncated to the second, as ephemerides print it, so that it never reads 30°.
std::string format_in_sign(double longitude);

}  // namespace astronova::astrology
