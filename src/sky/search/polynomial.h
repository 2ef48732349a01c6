#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

#include "sky/polynomials.h"
#include "sky/search/chebyshev.h"

namespace astronova::sky::search {

/// A value and how it changes a day.
struct Motion {
  double value = 0;
  double per_day = 0;
};

/// Four days, and the motions there.
using FourDays = std::array<double, 4>;
using FourMotions = std::array<Motion, 4>;

/// A piece, made ready to be evaluated often.
class Polynomial {
 public:
  /// Of no days.
  Polynomial() = default;
  explicit Polynomial(const Piece& piece)
      : first_(piece.first()),
        last_(piece.last()),
        middle_(piece.middle),
        per_day_(1 / piece.half_length),
        series_(piece.coefficients) {}

  double first() const { return first_; }
  double last() const { return last_; }
  /// Of which the series' argument changes by one.
  double days() const { return 1 / per_day_; }
  double argument(double day) const { return (day - middle_) * per_day_; }
  const SeriesAndSlope<Piece::terms>& series() const { return series_; }

  Motion at(double day) const {
    const auto at = series_.at(argument(day));
    return {at.value, at.slope * per_day_};
  }

  FourMotions at(const FourDays& days) const {
    const auto all =
        series_.at({argument(days[0]), argument(days[1]), argument(days[2]), argument(days[3])});
    FourMotions motions;
    for (std::size_t i = 0; i < motions.size(); ++i)
      motions[i] = {all[i].value, all[i].slope * per_day_};
    return motions;
  }

 private:
  double first_ = 0;
  double last_ = -1;
  double middle_ = 0;
  double per_day_ = 1;
  SeriesAndSlope<Piece::terms> series_;
};

/// A quantity that changes slowly, read at instants that mostly lie close together: a piece is
/// fetched when the one in hand ends, and evaluated when the last evaluation is too old to be
/// continued in a straight line.
template <class Fetch>
class Cursor {
 public:
  /// @param fetch         Piece(double day)
  /// @param straight_days how far a straight line is good enough
  Cursor(Fetch fetch, double straight_days)
      : fetch_(std::move(fetch)), straight_days_(straight_days) {}

  /// Has the next answer evaluated afresh: a straight line has no exact slope.
  void forget() { day_ = -std::numeric_limits<double>::infinity(); }

  /// Of days that lie in no order. Each is evaluated, none continued in a straight line.
  FourMotions at(const FourDays& days) {
    if (!holds(days[0])) in_hand_ = 1 - in_hand_;
    if (std::ranges::all_of(days, [this](double day) { return holds(day); })) {
      return polynomials_[in_hand_].at(days);
    }
    FourMotions motions;
    for (std::size_t i = 0; i < motions.size(); ++i) {
      forget();
      motions[i] = at(days[i]);
    }
    return motions;
  }

  Motion at(double day) {
    const double since = day - day_;
    if (std::abs(since) <= straight_days_)
      return {motion_.value + motion_.per_day * since, motion_.per_day};
    if (!holds(day)) in_hand_ = 1 - in_hand_;
    if (!holds(day)) polynomials_[in_hand_] = Polynomial(fetch_(day));
    day_ = day;
    motion_ = polynomials_[in_hand_].at(day);
    return motion_;
  }

 private:
  bool holds(double day) const {
    constexpr double rounding = 1e-6;  // of a day at the end of what there is
    const auto& polynomial = polynomials_[in_hand_];
    return day >= polynomial.first() - rounding && day <= polynomial.last() + rounding;
  }

  Fetch fetch_;
  double straight_days_;
  double day_ = -std::numeric_limits<double>::infinity();  // of the last evaluation
  Motion motion_{};
  // Two: what is looked for between two days is mostly near one that was just left.
  std::array<Polynomial, 2> polynomials_{};
  std::size_t in_hand_ = 0;
};

}  // namespace astronova::sky::search
