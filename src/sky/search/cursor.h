#pragma once

#include <limits>

#include "sky/polynomials.h"
#include "sky/search/chebyshev.h"

namespace astronova::sky::search {

/// A value and how it changes a day.
struct Motion {
  double value = 0;
  double per_day = 0;
};

inline Motion motion_at(const Piece& piece, double day) {
  const auto at = evaluate(piece.coefficients, (day - piece.middle) / piece.half_length);
  return {at.value, at.slope / piece.half_length};
}

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

  Motion at(double day) {
    const double since = day - day_;
    if (std::abs(since) <= straight_days_)
      return {motion_.value + motion_.per_day * since, motion_.per_day};
    constexpr double rounding = 1e-6;  // of a day at the end of what there is
    if (!(day >= piece_.first() - rounding && day <= piece_.last() + rounding)) {
      piece_ = fetch_(day);
    }
    day_ = day;
    motion_ = motion_at(piece_, day);
    return motion_;
  }

 private:
  Fetch fetch_;
  double straight_days_;
  double day_ = -std::numeric_limits<double>::infinity();
  Motion motion_{};
  Piece piece_{0, -1, {}};
};

}  // namespace astronova::sky::search
