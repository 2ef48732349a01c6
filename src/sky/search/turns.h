#pragma once

#include <optional>
#include <vector>

#include "sky/search/curve.h"

namespace astronova::sky::search {

/// Where a curve goes over from rising to falling or back.
struct Turn {
  double day = 0;
  bool maximum = false;
};

/// Finds a curve's turns, stretch by stretch in the order of time. It remembers in which direction
/// the curve left the stretch before: a turn that falls on a border is seen too.
class TurnFinder {
 public:
  /// The turns from `begin` (a border's own included) to `end` in the stretch in hand, in order;
  /// valid until the next call.
  const std::vector<Turn>& find(Curve& curve, double begin, double end);

 private:
  void fit_and_find(Curve& curve, double begin, double end);
  void compare_ends(Curve& curve, double begin, double end);
  void go_on(double day, bool rises);

  std::vector<Turn> turns_;
  std::optional<bool> rises_;
};

}  // namespace astronova::sky::search
