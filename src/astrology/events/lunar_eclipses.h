#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "astrology/events/solar_eclipses.h"

namespace astronova::astrology {

enum class LunarEclipseType : std::uint8_t { penumbral, partial, total };
std::string_view name_of(LunarEclipseType type);

/// The six contacts of the Moon with the Earth's shadow, in the order of time.
enum class LunarContact : std::uint8_t {
  penumbra_begins,
  partial_begins,
  total_begins,
  total_ends,
  partial_ends,
  penumbra_ends,
};
inline constexpr std::size_t lunar_contact_count = 6;
std::string_view name_of(LunarContact contact);  ///< "penumbralBegins"

/// A lunar eclipse as a place has it: the Moon's altitude at its stages.
struct LocalLunarEclipse {
  LocalContact greatest{};
  std::array<std::optional<LocalContact>, lunar_contact_count> contacts{};
  bool visible = false;  ///< the Moon is above the horizon at some time from the first to the last
};

struct LunarEclipse {
  JulianDayUt at{};  ///< greatest eclipse: where the limbs of Sun and Earth, seen from the Moon's
                     ///< centre, overlap the most
  LunarEclipseType type{};
  double penumbral_magnitude = 0;  ///< the share of the Moon's diameter in the penumbra
  double umbral_magnitude = 0;     ///< in the umbra; less than nothing where she passes by it
  double gamma = 0;  ///< distance of the Moon from the shadow's axis in equatorial radii of the
                     ///< Earth, north positive
  int saros = 0;
  std::array<std::optional<JulianDayUt>, lunar_contact_count> contacts{};
  ShadowPlace zenith{};  ///< where the Moon is overhead at greatest eclipse
  std::optional<LocalLunarEclipse> local{};
};

/// How large the Earth's shadow is taken. Danjon's rule (the Moon's parallax greater by a
/// hundredth) is that of NASA's Five Millennium Canon, and what Swiss Ephemeris is fitted to.
/// Chauvenet's (the whole shadow greater by a fiftieth) is that of older tables; its magnitudes are
/// greater by 0.026 in the penumbra and by 0.005 in the umbra.
enum class ShadowRule : std::uint8_t { danjon, chauvenet };

/// The lunar eclipses whose greatest eclipse is in a range, in the order of time, with the
/// circumstances at a place where one is given. Range, errors and threads: seasons_and_phases.h.
/// Instants within a second of their definition.
Result<std::vector<LunarEclipse>> find_lunar_eclipses(
    const sky::Ephemeris& ephemeris, JulianDayUt from, JulianDayUt to,
    const std::optional<sky::GeographicPosition>& place = {}, ShadowRule rule = ShadowRule::danjon);

}  // namespace astronova::astrology
