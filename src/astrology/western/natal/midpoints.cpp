#include "astrology/western/natal/midpoints.h"

#include <algorithm>
#include <cmath>

#include "base/angle.h"

namespace astronova::astrology {
namespace {

bool is_same_point(const AspectPoint& one, const AspectPoint& other) {
  return one.kind == other.kind && (one.kind != PointKind::body || one.body == other.body);
}

bool takes_part(const AspectPoint& point, const Midpoint& midpoint) {
  return is_same_point(point, midpoint.first) || is_same_point(point, midpoint.second);
}

// The axis has two ends, so angles are counted to the nearer one on the full dial.
double step_of(MidpointDial dial) {
  return dial == MidpointDial::full ? 180 : static_cast<double>(dial);
}

OccupiedMidpoint contact_of(const AspectPoint& point, const Midpoint& midpoint, double step) {
  const double apart = std::abs(signed_separation_degrees(midpoint.longitude, point.longitude));
  const double nearest = step * std::round(apart / step);
  return {point, midpoint, static_cast<int>(nearest), std::abs(apart - nearest)};
}

}  // namespace

double midpoint_of(double first, double second) {
  return normalized_degrees(first + signed_separation_degrees(first, second) / 2);
}

std::vector<Midpoint> midpoints_of(std::span<const AspectPoint> points) {
  std::vector<Midpoint> midpoints;
  midpoints.reserve(points.size() * points.size() / 2);
  for_each_pair(points, [&](const AspectPoint& first, const AspectPoint& second) {
    midpoints.push_back({first, second, midpoint_of(first.longitude, second.longitude)});
  });
  return midpoints;
}

std::vector<MidpointTree> midpoint_trees(std::span<const AspectPoint> points, MidpointDial dial,
                                         double orb_degrees) {
  const auto midpoints = midpoints_of(points);
  const double step = step_of(dial);
  std::vector<MidpointTree> trees;
  trees.reserve(points.size());
  for (const auto& point : points) {
    auto& tree = trees.emplace_back(MidpointTree{point, {}});
    for (const auto& midpoint : midpoints) {
      if (takes_part(point, midpoint)) continue;
      const auto contact = contact_of(point, midpoint, step);
      if (contact.orb <= orb_degrees) tree.branches.push_back(contact);
    }
    std::ranges::stable_sort(tree.branches, {}, &OccupiedMidpoint::orb);
  }
  return trees;
}

std::vector<DialPoint> dial_of_90(std::span<const AspectPoint> points) {
  std::vector<DialPoint> dial;
  dial.reserve(points.size());
  for (const auto& point : points)
    dial.push_back({point, std::fmod(point.longitude, 90.0)});
  std::ranges::stable_sort(dial, {}, &DialPoint::position);
  return dial;
}

}  // namespace astronova::astrology
