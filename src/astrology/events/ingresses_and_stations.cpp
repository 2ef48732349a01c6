#include "astrology/events/ingresses_and_stations.h"

#include <algorithm>
#include <cmath>

#include "astrology/events/waited_for.h"
#include "sky/search/find_events.h"

namespace astronova::astrology {
namespace {

using FoundKind = sky::search::EventKind;

constexpr double sign_degrees = 30;

IngressEvent ingress_of(sky::Body body, const sky::search::Event& event) {
  const auto cusp = static_cast<std::size_t>(std::lround(event.value / sign_degrees)) % sign_count;
  const bool backwards = event.kind == FoundKind::falling;
  const auto entered = backwards ? (cusp + sign_count - 1) % sign_count : cusp;
  return {event.when, body, static_cast<Sign>(entered), backwards};
}

void sort_out(sky::Body body, const std::vector<sky::search::Event>& found, MotionWishes wishes,
              ZodiacalMotion& motion) {
  for (const auto& event : found) {
    if (event.kind == FoundKind::rising || event.kind == FoundKind::falling) {
      motion.ingresses.push_back(ingress_of(body, event));
    } else if (wishes.stations) {
      motion.stations.push_back({event.when, body, event.kind == FoundKind::maximum, event.value});
    }
  }
}

}  // namespace

Result<ZodiacalMotion> find_zodiacal_motion(const sky::Ephemeris& ephemeris,
                                            std::span<const sky::Body> bodies, MotionWishes wishes,
                                            JulianDayUt from, JulianDayUt to,
                                            const sky::Frame& frame) {
  ZodiacalMotion motion;
  for (const auto body : bodies) {
    if (auto wanted = waited_for(); !wanted) return wanted.error();
    sky::search::Query query{{sky::search::Coordinate::longitude, body}};
    if (wishes.ingresses) query.every = sign_degrees;
    query.extrema = wishes.stations;
    const auto found = sky::search::find_events(ephemeris, query, from, to, frame);
    if (!found) return found.error();
    sort_out(body, *found, wishes, motion);
  }
  std::ranges::stable_sort(motion.ingresses, {}, &IngressEvent::at);
  std::ranges::stable_sort(motion.stations, {}, &StationEvent::at);
  return motion;
}

}  // namespace astronova::astrology
