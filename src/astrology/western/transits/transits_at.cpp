#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "astrology/western/transits/aspect_windows.h"
#include "astrology/western/transits/body_transits.h"
#include "astrology/western/transits/transits.h"
#include "base/angle.h"

namespace astronova::astrology {
namespace {

using sky::Body;
using Currents = std::span<CurrentTransit>;

// Within which the ends of most stays lie; where they do not, twice as many are looked through.
double days_around(Body body) {
  if (body == Body::moon) return 4;
  if (body <= Body::venus || body == Body::true_node) return 60;
  return body == Body::mars ? 180 : 360;
}

constexpr double days_around_max = 15 * 365.25;

// The part of an orb's window that the pair is in: the aspect's side, and its orb.
AspectWindow window_of(const Aspect& aspect, const AspectSettings& settings) {
  const double separation =
      signed_separation_degrees(aspect.second.longitude, aspect.first.longitude);
  const double exact = aspect.second.longitude + std::copysign(angle_of(aspect.kind), separation);
  for (const auto& window : aspect_windows(aspect.first.body, {&aspect.second, 1}, settings)) {
    const bool is_this = window.kind == aspect.kind &&
                         std::abs(signed_separation_degrees(window.exact, exact)) < 1e-6;
    if (is_this) return window;
  }
  return {aspect.second, aspect.kind, exact, aspect.orb};
}

bool is_around(const Transit& transit, JulianDayUt when) {
  return (!transit.enter || *transit.enter <= when) && (!transit.leave || *transit.leave > when);
}

bool is_of(const Transit& transit, const Aspect& aspect) {
  return transit.kind == aspect.kind && transit.natal.kind == aspect.second.kind &&
         transit.natal.body == aspect.second.body;
}

// Completes the stays of one body from what was found around the instant. Returns whether all
// their ends are known.
bool take_passes(const Transits& found, JulianDayUt when, Currents currents) {
  bool all_known = true;
  for (auto& current : currents) {
    const auto pass = std::ranges::find_if(found.transits, [&](const Transit& transit) {
      return is_of(transit, current.aspect) && is_around(transit, when);
    });
    if (pass != found.transits.end()) current.pass = *pass;
    all_known = all_known && current.pass.enter && current.pass.leave;
  }
  return all_known;
}

// What can be asked about a body around an instant.
struct Around {
  JulianDayUt from;
  JulianDayUt to;
};

Around around(const sky::Ephemeris& ephemeris, Body body, JulianDayUt when, double days) {
  Around range{{when.value - days}, {when.value + days}};
  if (const auto covered = ephemeris.coverage(body)) {
    range.from = std::max(range.from, std::min(covered->first, when));
    range.to = std::min(range.to, std::max(covered->last, when));
  }
  return range;
}

Result<void> complete_passes(const sky::Ephemeris& ephemeris, const TransitSettings& settings,
                             JulianDayUt when, Currents currents) {
  const sky::Frame frame{sky::Center::geocentric, settings.ayanamsa, {}};
  const Body body = currents.front().aspect.first.body;
  std::vector<AspectWindow> windows;
  for (const auto& current : currents)
    windows.push_back(window_of(current.aspect, settings.aspects));
  for (double days = days_around(body);; days = std::min(2 * days, days_around_max)) {
    const auto [from, to] = around(ephemeris, body, when, days);
    Transits found;
    auto done = add_transits_of(ephemeris, body, windows, {}, frame, from, to, found);
    if (!done) return done;
    if (take_passes(found, when, currents) || days >= days_around_max) return {};
  }
}

}  // namespace

Result<TransitingSky> transits_at(const sky::Ephemeris& ephemeris, const TransitTargets& targets,
                                  const TransitSettings& settings, JulianDayUt when) {
  std::array<sky::BodyState, sky::body_count> all_states;
  const auto states = std::span{all_states}.first(settings.transiting.size());
  const sky::Frame frame{sky::Center::geocentric, settings.ayanamsa, {}};
  if (auto done = ephemeris.states_at(when, settings.transiting, frame, states); !done) {
    return done.error();
  }
  Result<TransitingSky> sky{TransitingSky{}};
  std::vector<AspectPoint> transiting;
  for (std::size_t i = 0; i < states.size(); ++i) {
    const Body body = settings.transiting[i];
    const auto& state = states[i];
    std::optional<int> house;
    if (!targets.cusps.empty()) house = house_of(state.longitude, targets.cusps);
    sky->placements.push_back({body, state, house});
    transiting.push_back({PointKind::body, body, state.longitude, state.longitude_speed});
  }
  auto natal = targets.points;
  for (auto& point : natal)
    point.speed = 0;
  for (const auto& aspect : aspects_between(transiting, natal, settings.aspects)) {
    sky->transits.push_back({aspect, {aspect.first.body, aspect.second, aspect.kind, {}, {}, {}}});
  }
  for (auto first = sky->transits.begin(); first != sky->transits.end();) {
    const auto last = std::find_if(first, sky->transits.end(), [&](const CurrentTransit& other) {
      return other.aspect.first.body != first->aspect.first.body;
    });
    if (auto done = complete_passes(ephemeris, settings, when, {first, last}); !done) {
      return done.error();
    }
    first = last;
  }
  return sky;
}

}  // namespace astronova::astrology
