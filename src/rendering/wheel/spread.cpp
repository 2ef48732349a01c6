#include "rendering/wheel/spread.h"

#include <algorithm>
#include <numeric>

namespace astronova::rendering {
namespace {

constexpr double turn = 360.0;
constexpr double tolerance = 1e-9;

/// Items that have been pushed together and move as one.
struct Pool {
  double weighted_sum = 0;
  double weight = 0;
  std::size_t count = 0;
  double mean() const { return weighted_sum / weight; }
};

/// The same on a line: with the gaps before each item taken off its target, what is wanted is the
/// nearest non-decreasing sequence.
std::vector<double> spread_on_line(std::span<const double> targets, std::span<const double> gaps,
                                   std::span<const double> weights) {
  std::vector<Pool> pools;
  pools.reserve(targets.size());
  double offset = 0;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    pools.push_back({(targets[i] - offset) * weights[i], weights[i], 1});
    while (pools.size() > 1 && pools[pools.size() - 2].mean() > pools.back().mean()) {
      const Pool last = pools.back();
      pools.pop_back();
      pools.back().weighted_sum += last.weighted_sum;
      pools.back().weight += last.weight;
      pools.back().count += last.count;
    }
    offset += gaps[i];
  }
  std::vector<double> places;
  places.reserve(targets.size());
  offset = 0;
  for (const Pool& pool : pools) {
    for (std::size_t k = 0; k < pool.count; ++k) {
      offset += places.empty() ? 0 : gaps[places.size() - 1];
      places.push_back(pool.mean() + offset);
    }
  }
  return places;
}

/// Where the circle may be cut open: before each item, the widest free space first.
std::vector<std::size_t> cuts_by_room(std::span<const double> targets,
                                      std::span<const double> gaps) {
  const std::size_t count = targets.size();
  const auto room_before = [&](std::size_t i) {
    const std::size_t previous = (i + count - 1) % count;
    return targets[i] + (i == 0 ? turn : 0) - targets[previous] - gaps[previous];
  };
  std::vector<std::size_t> cuts(count);
  std::iota(cuts.begin(), cuts.end(), std::size_t{0});
  std::stable_sort(cuts.begin(), cuts.end(),
                   [&](std::size_t a, std::size_t b) { return room_before(a) > room_before(b); });
  return cuts;
}

}  // namespace

std::vector<double> spread_on_circle(std::span<const double> targets, std::span<const double> gaps,
                                     std::span<const double> weights) {
  const std::size_t count = targets.size();
  if (count < 2) return {targets.begin(), targets.end()};
  const double wanted = std::accumulate(gaps.begin(), gaps.end(), 0.0);
  const double shrink = wanted > turn ? turn / wanted : 1.0;
  std::vector<double> line_targets(count);
  std::vector<double> line_gaps(count);
  std::vector<double> line_weights(count);
  std::vector<double> places;
  std::size_t cut = 0;
  // The best arrangement leaves some gap slack, and cut open there the line has the same solution.
  for (const std::size_t candidate : cuts_by_room(targets, gaps)) {
    cut = candidate;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t item = (cut + i) % count;
      line_targets[i] = targets[item] + (item < cut ? turn : 0);
      line_gaps[i] = gaps[item] * shrink;
      line_weights[i] = weights[item];
    }
    places = spread_on_line(line_targets, line_gaps, line_weights);
    if (places.front() + turn - places.back() >= line_gaps.back() - tolerance) break;
  }
  std::vector<double> result(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t item = (cut + i) % count;
    result[item] = places[i] - (item < cut ? turn : 0);
  }
  return result;
}

}  // namespace astronova::rendering
