#pragma once

#include <cstddef>
#include <vector>

#include "sky/search/curve.h"
#include "sky/search/find_events.h"
#include "sky/search/turns.h"

namespace astronova::sky::search {

/// The values that are looked for, in order, each once, and numbered: those of a periodic quantity
/// without end in both directions.
class Targets {
 public:
  Targets(std::vector<double> values, bool periodic);

  /// The number of the least target that is above a value. Ascending, all before it are not.
  std::ptrdiff_t first_above(double value) const;
  /// A target by its number; infinite beyond the first and the last.
  double operator[](std::ptrdiff_t number) const;

 private:
  std::vector<double> values_;
  bool periodic_;
};

/// Follows a quantity through time as one unbroken path and notes the targets that it passes.
///
/// The path goes from each border of stretches to the next. What a curve steps by at a border
/// belongs to the path as well, so that a target within the step is passed there, once.
class Crossings {
 public:
  Crossings(const Query& query, JulianDayUt from, JulianDayUt to);

  /// Takes up a curve, in the stretch in hand, at a day.
  void take_up(Curve& curve, double day);
  /// Goes on to a turn of the curve.
  void go_to_turn(Curve& curve, const Turn& turn);
  /// Goes on to a day until which the curve does not turn.
  void go_to(Curve& curve, double day);

  /// All that was noted.
  std::vector<Event> take_events();

 private:
  void pass(Curve& curve, double day, double value);
  void note_crossing(Curve& curve, double target, double until, double until_value);
  void note(Curve& curve, double day, const Sample& sample, EventKind kind, double value);
  void note_extremum(const Event& event);
  double touched(double value, bool maximum) const;
  double normalized(double value) const;

  Targets targets_;
  bool periodic_;
  bool wants_extrema_;
  JulianDayUt from_;
  JulianDayUt to_;
  bool begun_ = false;
  double day_ = 0;     // up to which the path was followed, of the curve in hand
  double value_ = 0;   // of the path there; not reduced to a turn
  double offset_ = 0;  // whole turns between the curve in hand and the path
  std::vector<Event> crossings_;
  std::vector<Event> extrema_;
};

}  // namespace astronova::sky::search
