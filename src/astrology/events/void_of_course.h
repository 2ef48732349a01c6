#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "astrology/events/aspect_events.h"
#include "astrology/zodiac.h"

namespace astronova::astrology {

/// To which bodies an aspect ends a void of course: the planets of tradition, Sun to Saturn, or
/// those and Uranus, Neptune and Pluto.
enum class VoidBodies : std::uint8_t { modern, traditional };

/// The Moon makes no further major aspect before she leaves her sign.
struct VoidOfCourse {
  JulianDayUt at{};  ///< of her last aspect in the sign; of her ingress where she makes none there
  JulianDayUt until{};                       ///< when she enters the next sign
  std::optional<AspectEvent> last_aspect{};  ///< none where she makes none in the whole sign
  Sign sign{};                               ///< in which she is
  Sign next_sign{};
};

/// The void-of-course Moons that begin in a range, in the order of time: from her last exact major
/// aspect in a sign to her next ingress. An aspect at the very ingress belongs to the sign that she
/// enters. Range, errors and threads: seasons_and_phases.h; the ephemeris is asked up to three days
/// beyond the range.
Result<std::vector<VoidOfCourse>> find_void_of_course(const sky::Ephemeris& ephemeris,
                                                      JulianDayUt from, JulianDayUt to,
                                                      VoidBodies bodies = VoidBodies::modern,
                                                      const sky::Frame& frame = {});

}  // namespace astronova::astrology
