#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "sky/search/curve.h"
#include "sky/search/find_events.h"
#include "sky/search/turns.h"

namespace astronova::sky::search {

/// The values that are looked for, in order, each once; those of a periodic quantity without end in
/// both directions.
class Targets {
 public:
  Targets(std::vector<double> values, bool periodic);

  /// Of a turn, where the quantity is periodic.
  std::size_t count() const { return values_.size(); }

  /// One of them, from which one can go to the next.
  class Place {
   public:
    /// Infinite beyond the first and the last.
    double value() const { return value_; }
    /// As it was asked for, not turned: of a finite value.
    double nominal() const { return targets_->values_[static_cast<std::size_t>(index_)]; }
    void go_up() { go(1); }
    void go_down() { go(-1); }

   private:
    friend class Targets;
    explicit Place(const Targets& targets) : targets_(&targets) {}
    void go(std::ptrdiff_t step);
    void read();

    const Targets* targets_;
    std::ptrdiff_t index_ = 0;
    double turned_ = 0;  // by whole circles, degrees
    double value_ = 0;
  };

  /// The least that is above a value. Going down from there, all are not.
  Place above(double value) const;

 private:
  std::vector<double> values_;
  bool periodic_;
};

/// A day on which a curve takes a value, and the curve about there.
struct Root {
  double day = 0;
  Sample sample;
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
  void make_room(double rate);
  void pass(Curve& curve, double day, double value);
  // A target that the path passes next.
  struct Ahead {
    double value = 0;    // of the path
    double nominal = 0;  // as it was asked for
  };

  void look_ahead(double value);
  double guess_between(double target, double until, double until_value) const;
  void note_crossing(Curve& curve, const Ahead& target, double until, double until_value,
                     double guess);
  void note_together(Curve& curve, double until, double until_value);
  void guess_together(Curve& curve, double until, double until_value);
  struct Step {
    double day = 0;
    bool is_settled = false;
  };
  Step stepped(std::size_t i) const;
  void note_passing(Curve& curve, const Ahead& target, const Root& root, bool rises);
  void note(Curve& curve, double day, const Sample& sample, EventKind kind, double value);
  void note_extremum(const Event& event);
  std::optional<Targets::Place> touched(double value, bool maximum) const;
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
  std::vector<Ahead> ahead_;  // between the path and where it goes
  std::vector<double> days_;  // of each of them, about
  std::vector<Sample> samples_;
};

}  // namespace astronova::sky::search
