#include "astrology/western/natal/syzygy.h"

#include <array>

#include "sky/horizon.h"
#include "sky/search/find_events.h"

namespace astronova::astrology {
namespace {

using sky::Body;

// Two syzygies are never further apart.
constexpr double days_to_look_back = 16;

Result<sky::search::Event> last_syzygy(const sky::Ephemeris& ephemeris, JulianDayUt birth) {
  sky::search::Query query;
  query.quantity.body = Body::moon;
  query.quantity.other = Body::sun;
  query.values = {0, 180};
  // The range is open at its end, and a birth at the very instant counts.
  constexpr double second = 1 / 86'400.0;
  const auto events = sky::search::find_events(ephemeris, query, {birth.value - days_to_look_back},
                                               {birth.value + second});
  if (!events) return events.error();
  if (events->empty()) {
    return Error{ErrorCode::internal, "no new or full Moon was found before the birth", {}};
  }
  return events->back();
}

}  // namespace

Result<Syzygy> prenatal_syzygy(const sky::Ephemeris& ephemeris, JulianDayUt birth,
                               const sky::GeographicPosition& place, const sky::Frame& frame) {
  const auto event = last_syzygy(ephemeris, birth);
  if (!event) return event.error();
  constexpr std::array bodies{Body::sun, Body::moon};
  std::array<sky::BodyState, 2> states;
  if (auto done = ephemeris.states_at(event->when, bodies, frame, states); !done) {
    return done.error();
  }
  const bool full = event->value > 90;
  const auto houses = ephemeris.houses(event->when, place, sky::HouseSystem::equal, frame.ayanamsa);
  if (!houses) return houses.error();
  const auto sun = sky::horizontal_direction(states[0].right_ascension, states[0].declination,
                                             houses->angles.armc, place.latitude);
  const bool of_moon = full && sun.altitude < 0;
  return Syzygy{full ? SyzygyKind::full_moon : SyzygyKind::new_moon, event->when,
                states[of_moon ? 1 : 0].longitude};
}

}  // namespace astronova::astrology
