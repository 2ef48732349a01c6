#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "astrology/western/aspects.h"

namespace astronova::astrology {

/// The degree that mirrors a longitude in the axis of the solstices, degrees, [0, 360): both have
/// the same length of day (Firmicus Maternus, Mathesis, II.29). Of tropical longitudes.
double antiscion(double longitude);
/// The same in the axis of the equinoxes: the degree opposite the antiscion.
double contra_antiscion(double longitude);

enum class Mirror : std::uint8_t { antiscion, contra_antiscion };
std::string_view name_of(Mirror mirror);  ///< "antiscion", "contraAntiscion"

/// Two points of which each stands at the mirror of the other.
struct MirrorContact {
  AspectPoint first;
  AspectPoint second;
  Mirror mirror{};
  double orb = 0;         ///< degrees, >= 0
  bool applying = false;  ///< the orb is shrinking, by the speeds at this instant
};

/// All pairs within the orb, in the order of the points. Pairs that `is_same_family` knows are left
/// out, as they are among aspects.
std::vector<MirrorContact> find_mirror_contacts(std::span<const AspectPoint> points,
                                                double orb_degrees);

}  // namespace astronova::astrology
