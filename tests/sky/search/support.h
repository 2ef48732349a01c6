#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "sky/ephemeris.h"
#include "sky/search/find_events.h"

namespace astronova::sky::search {

/// Swiss Ephemeris on Debian's files.
std::unique_ptr<Ephemeris> swiss();

/// A table of some bodies for a span, built for the test, with Swiss Ephemeris behind it.
std::unique_ptr<Ephemeris> table_of(std::vector<Body> bodies, JulianDayUt first, JulianDayUt last);

/// What the port answers for a quantity, longitudes in [0, 360).
double value_of(const Ephemeris& ephemeris, const Quantity& quantity, JulianDayUt when,
                const Frame& frame = {});

/// The events of a query, or none and a failed test.
std::vector<Event> events_of(const Ephemeris& ephemeris, const Query& query, JulianDayUt from,
                             JulianDayUt to, const Frame& frame = {});

/// An instant at which a function passes a value upward or downward.
struct Passage {
  double when = 0;
  double target = 0;
  bool rising = false;
};

/// Passages found the slow way: the function at every step, and bisection between two that lie on
/// different sides. Values and targets lie in [0, circle), or anywhere where that is infinite.
std::vector<Passage> brute_force(const std::function<double(double)>& function,
                                 const std::vector<double>& targets, double circle, double from,
                                 double to, double step);

/// Expects the passing events to be these, in order, within seconds.
void expect_same(const std::vector<Event>& events, const std::vector<Passage>& passages,
                 double seconds);

}  // namespace astronova::sky::search
