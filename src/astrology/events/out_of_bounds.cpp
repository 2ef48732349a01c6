#include "astrology/events/out_of_bounds.h"

#include <algorithm>
#include <optional>

#include "astrology/events/bracketed_root.h"
#include "astrology/events/waited_for.h"
#include "sky/horizon.h"
#include "sky/search/find_events.h"

namespace astronova::astrology {
namespace {

using sky::Body;

// Nowhere between the years -5400 and 5400 is the obliquity less.
constexpr double obliquity_min = 22.5;
constexpr double obliquity_now = 23.44;

// How far a body is outside the bounds, from turn to turn of its declination.
class BoundsWatch {
 public:
  BoundsWatch(const sky::Ephemeris& ephemeris, Body body) : ephemeris_(ephemeris), body_(body) {}

  // Notes where the bounds are passed between two days without a turn between them.
  void go(double from, double to, std::vector<OutOfBoundsEvent>& found) {
    const double declination_from = state(from).declination;
    const double declination_to = state(to).declination;
    for (const bool north : {true, false}) {
      const double sign = north ? 1 : -1;
      if (std::max(sign * declination_from, sign * declination_to) < obliquity_min) continue;
      look(from, to, north, found);
    }
  }

  const std::optional<Error>& failure() const { return failure_; }

 private:
  void look(double from, double to, bool north, std::vector<OutOfBoundsEvent>& found) {
    const double sign = north ? 1 : -1;
    const auto beyond = [this, sign](double day) {
      const auto there = state(day);
      const double declination = sign * there.declination;
      // Far from the bounds what counts is the side, and the obliquity cannot always be told.
      return declination -
             (declination < obliquity_min ? obliquity_now : sky::obliquity_from({&there, 1}));
    };
    const BracketEnd first{from, beyond(from)};
    const BracketEnd second{to, beyond(to)};
    if ((first.value > 0) == (second.value > 0)) return;
    found.push_back({{bracketed_root(beyond, first, second)}, body_, second.value > 0, north});
  }

  sky::BodyState state(double day) {
    sky::BodyState state;
    const JulianDayUt when{day};
    auto done = ephemeris_.states_of(body_, {&when, 1}, {}, {&state, 1});
    if (!done && !failure_) failure_ = done.error();
    return state;
  }

  const sky::Ephemeris& ephemeris_;
  Body body_;
  std::optional<Error> failure_;
};

Result<void> watch(const sky::Ephemeris& ephemeris, Body body, JulianDayUt from, JulianDayUt to,
                   std::vector<OutOfBoundsEvent>& found) {
  sky::search::Query turns{{sky::search::Coordinate::declination, body}};
  turns.extrema = true;
  const auto extrema = sky::search::find_events(ephemeris, turns, from, to);
  if (!extrema) return extrema.error();
  BoundsWatch bounds(ephemeris, body);
  double day = from.value;
  for (const auto& turn : *extrema) {
    bounds.go(day, turn.when.value, found);
    day = turn.when.value;
  }
  bounds.go(day, to.value, found);
  if (bounds.failure()) return *bounds.failure();
  return {};
}

}  // namespace

Result<std::vector<OutOfBoundsEvent>> find_out_of_bounds(const sky::Ephemeris& ephemeris,
                                                         std::span<const Body> bodies,
                                                         JulianDayUt from, JulianDayUt to) {
  std::vector<OutOfBoundsEvent> found;
  for (const auto body : bodies) {
    if (body == Body::sun) continue;
    if (auto wanted = waited_for(); !wanted) return wanted.error();
    if (auto done = watch(ephemeris, body, from, to, found); !done) return done.error();
  }
  std::ranges::stable_sort(found, {}, &OutOfBoundsEvent::at);
  return found;
}

}  // namespace astronova::astrology
