#include "rendering/wheel/broken_ray.h"

#include <algorithm>
#include <limits>

namespace astronova::rendering {
namespace {

constexpr double shortest_piece = 3;

/// The stretch of a ray from the origin that lies between two parallel lines.
std::pair<double, double> within(double slope, double low, double high) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (std::abs(slope) < 1e-9) {
    return low < 0 && high > 0 ? std::pair{-infinity, infinity} : std::pair{infinity, -infinity};
  }
  return std::minmax({low / slope, high / slope});
}

}  // namespace

std::vector<std::pair<double, double>> broken_ray(Point direction, double from, double to,
                                                  std::span<const LabelGroup> labels) {
  std::vector<std::pair<double, double>> hidden;
  for (const LabelGroup& group : labels) {
    double first = to;
    double last = from;
    for (const Label& label : group.labels) {
      const Box box = label.box.grown(line_margin);
      const auto by_x = within(direction.x, box.left - Dial::middle.x, box.right - Dial::middle.x);
      const auto by_y = within(direction.y, box.top - Dial::middle.y, box.bottom - Dial::middle.y);
      const double enter = std::max({by_x.first, by_y.first, from});
      const double leave = std::min({by_x.second, by_y.second, to});
      if (enter >= leave) continue;
      first = std::min(first, enter);
      last = std::max(last, leave);
    }
    if (first < last) hidden.emplace_back(first, last);
  }
  std::sort(hidden.begin(), hidden.end());
  std::vector<std::pair<double, double>> pieces;
  double drawn_to = from;
  for (const auto& [enter, leave] : hidden) {
    if (enter - drawn_to >= shortest_piece) pieces.emplace_back(drawn_to, enter);
    drawn_to = std::max(drawn_to, leave);
  }
  if (to - drawn_to >= shortest_piece) pieces.emplace_back(drawn_to, to);
  return pieces;
}

}  // namespace astronova::rendering
