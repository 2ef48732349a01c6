#include "rendering/wheel/label_group.h"

#include <algorithm>
#include <utility>

#include "rendering/glyphs/glyph.h"
#include "rendering/wheel/spread.h"

namespace astronova::rendering {
namespace {

/// The least free space between labels of different groups, pixels.
constexpr double clearance = 1.6;
/// The same between the labels of a column, which belong together.
constexpr double column_clearance = 0.4;
/// A boundary is as hard to move as this many columns.
constexpr double boundary_weight = 1000;
constexpr double widening = 1.05;
/// Widening doubles a gap in 15 rounds; no arrangement that fits the circle needs more than this.
constexpr int rounds_max = 80;

double in_degrees(double radians) {
  return radians * 180.0 / std::numbers::pi;
}

/// How far the middles of boxes must stand apart along a direction, when their mean size is this.
double distance_apart(double width, double height, Point direction) {
  constexpr double flat = 1e-6;
  return std::min(width / std::max(std::abs(direction.x), flat),
                  height / std::max(std::abs(direction.y), flat));
}

/// The same side by side along a circle, where a ray has this direction: degrees.
double angle_apart(double width, double height, double from_middle, Point direction) {
  const Point along{-direction.y, direction.x};
  return in_degrees(distance_apart(width, height, along) / std::max(from_middle, 1.0));
}

Box bounds_of(const LabelGroup& group) {
  Box bounds = group.labels.front().box;
  for (const Label& label : group.labels) {
    bounds = {std::min(bounds.left, label.box.left), std::min(bounds.top, label.box.top),
              std::max(bounds.right, label.box.right), std::max(bounds.bottom, label.box.bottom)};
  }
  return bounds;
}

/// How far a column must stand from a boundary so that no label touches the line: degrees.
double gap_to_boundary(const LabelGroup& column, const LabelGroup& boundary, const Dial& dial) {
  const Point direction = dial.direction(boundary.longitude);
  // A little more than where lines are broken, so that rounding breaks none.
  constexpr double margin = line_margin + 0.3;
  double gap = 0;
  for (const Label& label : column.labels) {
    const double support = (label.width / 2 + margin) * std::abs(direction.y) +
                           (label.height / 2 + margin) * std::abs(direction.x);
    gap = std::max(gap, std::asin(std::min(
                            support / std::max(distance(label.center, Dial::middle), 1.0), 1.0)));
  }
  return in_degrees(gap);
}

/// A first guess; what it leaves overlapping is widened afterwards.
double gap_between(const LabelGroup& first, const LabelGroup& second, const Dial& dial) {
  if (first.is_boundary()) return second.is_boundary() ? 0 : gap_to_boundary(second, first, dial);
  if (second.is_boundary()) return gap_to_boundary(first, second, dial);
  const double ahead = normalized_degrees(second.shown - first.shown);
  const Point direction = dial.direction(first.shown + ahead / 2);
  if (first.outside_of > 0) {
    const Box a = bounds_of(first);
    const Box b = bounds_of(second);
    return angle_apart((a.width() + b.width()) / 2 + clearance,
                       (a.height() + b.height()) / 2 + clearance, first.outside_of + 10, direction);
  }
  double gap = 0;
  const std::size_t common = std::min(first.labels.size(), second.labels.size());
  for (std::size_t i = 0; i < common; ++i) {
    const Label& a = first.labels[i];
    const Label& b = second.labels[i];
    gap = std::max(
        gap, angle_apart((a.width + b.width) / 2 + clearance, (a.height + b.height) / 2 + clearance,
                         distance(a.center, Dial::middle), direction));
  }
  return gap;
}

bool overlap(const LabelGroup& first, const LabelGroup& second) {
  for (const Label& a : first.labels) {
    const Box grown = a.box.grown(clearance);
    for (const Label& b : second.labels) {
      if (grown.overlaps(b.box)) return true;
    }
  }
  return false;
}

void place_all(std::span<LabelGroup> groups, std::span<const double> places, const Dial& dial) {
  for (std::size_t i = 0; i < groups.size(); ++i)
    groups[i].place(dial, places[i]);
}

/// Widens the gaps between groups that overlap; whether there were any.
bool widen_overlapping(std::span<const LabelGroup> groups, std::span<double> gaps) {
  const std::size_t count = groups.size();
  constexpr int neighbours = 2;
  bool any = false;
  for (std::size_t i = 0; i < count; ++i) {
    int seen = 0;
    for (std::size_t step = 1; step < count && seen < neighbours; ++step) {
      const LabelGroup& other = groups[(i + step) % count];
      if (other.is_boundary()) continue;
      ++seen;
      if (!overlap(groups[i], other)) continue;
      for (std::size_t k = i; k < i + step; ++k)
        gaps[k % count] *= widening;
      any = true;
      break;
    }
  }
  return any;
}

}  // namespace

Label Label::glyph_label(LabelKind kind, std::size_t glyph, double size, double radius) {
  Label label;
  label.kind = kind;
  label.glyph = glyph;
  label.size = label.width = label.height = size;
  label.radius = radius;
  return label;
}

Label Label::text_label(LabelKind kind, std::string text, double cap_height, double pen_width) {
  Label label;
  label.kind = kind;
  label.size = cap_height;
  label.width = text_width(text, cap_height) + pen_width;
  // The crossed leg of the retrograde mark reaches below the line.
  label.height = cap_height * (kind == LabelKind::retrograde ? 1.08 : 1.0) + pen_width;
  label.text = std::move(text);
  return label;
}

void LabelGroup::place_column(Point direction) {
  const Label* before = nullptr;
  double radius_before = 0;
  for (Label& label : labels) {
    double from_middle = label.radius;
    if (before != nullptr) {
      const double apart =
          distance_apart((before->width + label.width) / 2 + column_clearance,
                         (before->height + label.height) / 2 + column_clearance, direction);
      from_middle = outward ? std::max(from_middle, radius_before + apart)
                            : std::min(from_middle, radius_before - apart);
    }
    label.center = Dial::on_ray(direction, from_middle);
    label.box = Box::around(label.center, label.width, label.height);
    before = &label;
    radius_before = from_middle;
  }
}

void LabelGroup::place(const Dial& dial, double at) {
  shown = at;
  const Point direction = dial.direction(at);
  if (outside_of <= 0) {
    place_column(direction);
    return;
  }
  double half_width = 0;
  double half_height = 0;
  for (const Label& label : labels) {
    half_width = std::max(half_width, label.width / 2);
    half_height = std::max(half_height, std::abs(label.drop) + label.height / 2);
  }
  const double support = half_width * std::abs(direction.x) + half_height * std::abs(direction.y);
  for (Label& label : labels) {
    label.center = Dial::middle + direction * (outside_of + support) + Point{0, label.drop};
    label.box = Box::around(label.center, label.width, label.height);
  }
}

void spread_groups(std::span<LabelGroup> groups, std::span<const double> targets,
                   const Dial& dial) {
  place_all(groups, targets, dial);
  std::vector<double> gaps(groups.size());
  std::vector<double> weights;
  for (const LabelGroup& group : groups) {
    weights.push_back(group.is_boundary() ? boundary_weight : 1.0);
  }
  // The room that upright boxes need depends on where on the circle they end up.
  constexpr int estimates = 2;
  for (int round = 0; round < estimates; ++round) {
    for (std::size_t i = 0; i < groups.size(); ++i) {
      gaps[i] = gap_between(groups[i], groups[(i + 1) % groups.size()], dial);
    }
    place_all(groups, spread_on_circle(targets, gaps, weights), dial);
  }
  for (int round = 0; round < rounds_max && widen_overlapping(groups, gaps); ++round) {
    place_all(groups, spread_on_circle(targets, gaps, weights), dial);
  }
}

}  // namespace astronova::rendering
