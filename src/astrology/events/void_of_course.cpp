#include "astrology/events/void_of_course.h"

#include <algorithm>
#include <array>
#include <span>

#include "astrology/events/ingresses_and_stations.h"

namespace astronova::astrology {
namespace {

using sky::Body;

// The Moon is in a sign for two days and eighteen hours at most.
constexpr double days_in_sign_max = 3;

std::span<const Body> bodies_of(VoidBodies bodies) {
  static constexpr std::array all{Body::sun,    Body::mercury, Body::venus,
                                  Body::mars,   Body::jupiter, Body::saturn,
                                  Body::uranus, Body::neptune, Body::pluto};
  constexpr std::size_t traditional = 6;
  return bodies == VoidBodies::traditional ? std::span{all}.first(traditional) : std::span{all};
}

// The last that is before the Moon's leaving and not before her coming.
std::optional<AspectEvent> last_between(const std::vector<AspectEvent>& aspects, JulianDayUt came,
                                        JulianDayUt leaves) {
  const auto after = std::ranges::lower_bound(aspects, leaves, {}, &AspectEvent::at);
  if (after == aspects.begin()) return std::nullopt;
  const auto& last = *(after - 1);
  if (last.at < came) return std::nullopt;
  return last;
}

}  // namespace

Result<std::vector<VoidOfCourse>> find_void_of_course(const sky::Ephemeris& ephemeris,
                                                      JulianDayUt from, JulianDayUt to,
                                                      VoidBodies bodies, const sky::Frame& frame) {
  const JulianDayUt first{from.value - days_in_sign_max};
  const JulianDayUt last{to.value + days_in_sign_max};
  constexpr std::array moon{Body::moon};
  const auto motion = find_zodiacal_motion(ephemeris, moon, {true, false}, first, last, frame);
  if (!motion) return motion.error();
  const auto aspects = find_aspect_events_with(ephemeris, Body::moon, bodies_of(bodies),
                                               major_aspects(), first, last);
  if (!aspects) return aspects.error();
  std::vector<VoidOfCourse> found;
  for (std::size_t i = 1; i < motion->ingresses.size(); ++i) {
    const auto& came = motion->ingresses[i - 1];
    const auto& leaves = motion->ingresses[i];
    const auto aspect = last_between(*aspects, came.at, leaves.at);
    const auto begins = aspect ? aspect->at : came.at;
    if (begins < from || begins >= to) continue;
    found.push_back({begins, leaves.at, aspect, came.sign, leaves.sign});
  }
  return found;
}

}  // namespace astronova::astrology
