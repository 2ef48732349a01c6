#include "sky/search/find_events.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "sky/polynomials.h"
#include "sky/search/crossings.h"
#include "sky/search/polynomial_curve.h"
#include "sky/search/sampled_curve.h"
#include "sky/search/turns.h"

namespace astronova::sky::search {
namespace {

Result<void> check(const Query& query, JulianDayUt from, JulianDayUt to) {
  constexpr double every_min = 1e-3;
  if (!(from <= to)) return Error{ErrorCode::invalid_value, "the range ends before it begins", {}};
  if (query.every != 0 && !(query.every >= every_min)) {
    return Error{ErrorCode::invalid_value, "steps of values are 0.001 degrees at least", {}};
  }
  if (query.every != 0 && query.quantity.coordinate != Coordinate::longitude) {
    return Error{ErrorCode::invalid_value, "only longitudes have a step of values", {}};
  }
  if (!std::ranges::all_of(query.values, [](double value) { return std::isfinite(value); })) {
    return Error{ErrorCode::invalid_value, "a value to look for is not a number", {}};
  }
  return {};
}

class Search {
 public:
  Search(const Ephemeris& ephemeris, const Query& query, JulianDayUt from, JulianDayUt to,
         const Frame& frame)
      : ephemeris_(ephemeris),
        quantity_(query.quantity),
        frame_(frame),
        from_(from),
        to_(to),
        crossings_(query, from, to) {}

  Result<std::vector<Event>> run() {
    for (const auto when : {from_, to_}) {
      if (auto there = is_there(when); !there) return there.error();
    }
    if (auto done = follow(); !done) return done.error();
    return crossings_.take_events();
  }

 private:
  Result<void> is_there(JulianDayUt when) const {
    const std::array bodies{quantity_.body, quantity_.other.value_or(quantity_.body)};
    std::array<BodyState, 2> states;
    return ephemeris_.states_at(when, bodies, frame_, states);
  }

  // Through the polynomials as far as they reach, and by single values before and after.
  Result<void> follow() {
    const auto* const polynomials = ephemeris_.polynomials(frame_);
    const auto sampled = sampled_curve(ephemeris_, quantity_, frame_);
    if (polynomials == nullptr || !are_held(*polynomials)) return follow(*sampled, from_, to_);
    const auto span = polynomials->span();
    const auto first = std::clamp(span.first, from_, to_);
    const auto last = std::clamp(span.last, from_, to_);
    const auto curve = polynomial_curve(ephemeris_, *polynomials, quantity_, frame_);
    if (auto done = follow(*sampled, from_, first); !done) return done;
    if (auto done = follow(*curve, first, last); !done) return done;
    return follow(*sampled, last, to_);
  }

  bool are_held(const Polynomials& polynomials) const {
    return polynomials.holds(quantity_.body) &&
           polynomials.holds(quantity_.other.value_or(quantity_.body));
  }

  Result<void> follow(Curve& curve, JulianDayUt from, JulianDayUt to) {
    if (!(from < to)) return {};
    const double last = curve.day_of(to);
    for (double begin = curve.day_of(from); begin < last;) {
      const double end = std::min(curve.enter(begin), last);
      crossings_.take_up(curve, begin);
      for (const auto& turn : turns_.find(curve, begin, end))
        crossings_.go_to_turn(curve, turn);
      crossings_.go_to(curve, end);
      if (auto failure = curve.failure()) return *failure;
      begin = end;
    }
    return {};
  }

  const Ephemeris& ephemeris_;
  const Quantity& quantity_;
  const Frame& frame_;
  JulianDayUt from_;
  JulianDayUt to_;
  TurnFinder turns_;
  Crossings crossings_;
};

}  // namespace

Result<std::vector<Event>> find_events(const Ephemeris& ephemeris, const Query& query,
                                       JulianDayUt from, JulianDayUt to, const Frame& frame) {
  if (auto good = check(query, from, to); !good) return good.error();
  return Search(ephemeris, query, from, to, frame).run();
}

}  // namespace astronova::sky::search
