#pragma once

#include <optional>
#include <vector>

#include "astrology/vedic/nakshatras.h"
#include "astrology/zodiac.h"
#include "sky/ephemeris.h"

namespace astronova::astrology {

/// The nine grahas in their customary order, that of the days of the week and then the nodes.
enum class Graha : std::uint8_t {
  sun,
  moon,
  mars,
  mercury,
  jupiter,
  venus,
  saturn,
  rahu,
  ketu,
};
inline constexpr std::size_t graha_count = 9;

std::string_view name_of(Graha graha);  ///< "sun" ... "rahu", "ketu"

/// One graha in a sidereal chart.
struct GrahaPlacement {
  Graha graha{};
  sky::BodyState state{};
  Nakshatra nakshatra{};
  std::optional<int> house{};  ///< whole-sign bhava from the lagna, 1 to 12

  bool retrograde() const { return state.longitude_speed < 0; }
};

/// The sidereal positions of a birth: the part of a Vedic chart from which the rest is derived.
struct VedicChart {
  sky::Ayanamsa ayanamsa{};
  double ayanamsa_degrees = 0;  ///< tropical minus sidereal longitude at the instant
  std::vector<GrahaPlacement> grahas;
  std::optional<double> lagna{};  ///< sidereal ascendant, degrees, [0, 360); none without houses
};

struct VedicSettings {
  sky::Ayanamsa ayanamsa = sky::Ayanamsa::lahiri;
  sky::Body node = sky::Body::true_node;  ///< Rahu: mean_node or true_node; Ketu stands opposite
  sky::Center center = sky::Center::geocentric;
};

/// Computes it for an instant and place; `with_houses` also the lagna and whole-sign houses, which
/// need a known time of birth.
/// Apparent positions, nutation included, as printed panchangas have them.
/// errors  those of sky::Ephemeris
Result<VedicChart> compute_vedic_chart(const sky::Ephemeris& ephemeris, JulianDayUt when,
                                       const sky::GeographicPosition& place, bool with_houses,
                                       const VedicSettings& settings);

}  // namespace astronova::astrology
