#include "astrology/events/nodes_and_apsides.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "astrology/events/bracketed_root.h"
#include "astrology/events/waited_for.h"
#include "sky/search/find_events.h"

namespace astronova::astrology {
namespace {

using sky::Body;
using FoundKind = sky::search::EventKind;

// Between two apsides of the Moon are 12 days at least, between two of the Earth 176.
constexpr double moon_step_days = 3;
constexpr double sun_step_days = 20;

// Follows the rate at which a body's distance changes, and notes where it is zero.
class ApsisSearch {
 public:
  ApsisSearch(const sky::Ephemeris& ephemeris, Body body) : ephemeris_(ephemeris), body_(body) {}

  Result<std::vector<ApsisEvent>> run(JulianDayUt from, JulianDayUt to) {
    std::vector<ApsisEvent> found;
    const double step = body_ == Body::moon ? moon_step_days : sun_step_days;
    const auto count = static_cast<int>(std::ceil((to.value - from.value) / step));
    BracketEnd before{from.value, rate(from.value)};
    for (int i = 1; i <= count && !failure_; ++i) {
      const double day = std::min(from.value + step * i, to.value);
      const BracketEnd after{day, rate(day)};
      if ((before.value >= 0) != (after.value >= 0)) found.push_back(apsis(before, after));
      before = after;
    }
    if (failure_) return *failure_;
    return found;
  }

 private:
  sky::BodyState state(double day) {
    sky::BodyState state;
    const JulianDayUt when{day};
    auto done = ephemeris_.states_of(body_, {&when, 1}, {}, {&state, 1});
    if (!done && !failure_) failure_ = done.error();
    return state;
  }

  double rate(double day) { return state(day).distance_speed; }

  ApsisEvent apsis(const BracketEnd& before, const BracketEnd& after) {
    const double day = bracketed_root([this](double at) { return rate(at); }, before, after);
    const bool nearest = before.value < 0;
    const bool moon = body_ == Body::moon;
    const auto kind = nearest ? (moon ? Apsis::perigee : Apsis::perihelion)
                              : (moon ? Apsis::apogee : Apsis::aphelion);
    return {{day}, kind, state(day).distance};
  }

  const sky::Ephemeris& ephemeris_;
  Body body_;
  std::optional<Error> failure_;
};

}  // namespace

std::string_view name_of(Apsis apsis) {
  constexpr std::array<std::string_view, 4> names{"perigee", "apogee", "perihelion", "aphelion"};
  return names.at(static_cast<std::size_t>(apsis));
}

Result<std::vector<NodeCrossing>> find_node_crossings(const sky::Ephemeris& ephemeris,
                                                      std::span<const Body> bodies,
                                                      JulianDayUt from, JulianDayUt to) {
  std::vector<NodeCrossing> crossings;
  for (const auto body : bodies) {
    if (body == Body::sun || sky::is_lunar_point(body)) continue;
    if (auto wanted = waited_for(); !wanted) return wanted.error();
    const auto found = sky::search::find_events(
        ephemeris, {{sky::search::Coordinate::latitude, body}, {0}}, from, to);
    if (!found) return found.error();
    for (const auto& event : *found) {
      const bool ascending = event.kind == FoundKind::rising;
      if (ascending || event.kind == FoundKind::falling) {
        crossings.push_back({event.when, body, ascending});
      }
    }
  }
  std::ranges::stable_sort(crossings, {}, &NodeCrossing::at);
  return crossings;
}

Result<std::vector<ApsisEvent>> find_apsides(const sky::Ephemeris& ephemeris, JulianDayUt from,
                                             JulianDayUt to) {
  auto moon = ApsisSearch(ephemeris, Body::moon).run(from, to);
  if (!moon) return moon;
  auto earth = ApsisSearch(ephemeris, Body::sun).run(from, to);
  if (!earth) return earth;
  moon->insert(moon->end(), earth->begin(), earth->end());
  std::ranges::stable_sort(*moon, {}, &ApsisEvent::at);
  return moon;
}

}  // namespace astronova::astrology
