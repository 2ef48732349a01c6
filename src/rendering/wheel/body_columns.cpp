#include "rendering/wheel/body_columns.h"

#include <algorithm>

#include "rendering/wheel/degree_text.h"

namespace astronova::rendering {
namespace {

/// The labels of a column at full size: height of glyph or capitals, and distance from the middle.
struct Slot {
  double size;
  double radius;
};
constexpr Slot body_slot{23, 267.5};
constexpr Slot degree_slot{11.2, 242};
constexpr Slot sign_slot{13, 222.5};
constexpr Slot minute_slot{8.5, 206};
constexpr Slot retrograde_slot{8, 193};
constexpr double angle_slot_size = 11;  ///< the capitals where a body has its glyph

constexpr std::array<double, 4> scales = {1.0, 0.88, 0.78, 0.7};
/// Farther than this from its place, a column is hard to follow back: then a smaller scale is used.
constexpr double displacement_max = 15;

/// Which way the labels of a column follow each other.
enum class Reach : std::uint8_t { inward, outward };

/// What a column is of.
struct Marked {
  double longitude;
  bool retrograde;
};

LabelGroup column_of(const Marked& marked, Label first, std::size_t owner, double scale,
                     Reach reach) {
  LabelGroup column;
  column.outward = reach == Reach::outward;
  column.owner = owner;
  column.longitude = drawable_longitude(marked.longitude);
  column.scale = scale;
  const auto radius_of = [&](Slot slot) {
    const double along = scale * (radius::body_labels - slot.radius);
    return column.outward ? outer_column_edge(scale) + along : column_outer_edge(scale) - along;
  };
  const auto text_label = [&](LabelKind kind, std::string text, Slot slot, double pen_width) {
    Label label = Label::text_label(kind, std::move(text), slot.size * scale, pen_width);
    label.radius = radius_of(slot);
    return label;
  };
  const DegreeText text = degree_text(column.longitude);
  const auto sign = static_cast<std::size_t>(astrology::sign_of(column.longitude));
  column.labels.reserve(5);
  first.radius = radius_of(body_slot);
  column.labels.push_back(std::move(first));
  column.labels.push_back(text_label(LabelKind::degree, text.degree, degree_slot, pen::lettering));
  column.labels.push_back(
      Label::glyph_label(LabelKind::sign, sign, sign_slot.size * scale, radius_of(sign_slot)));
  column.labels.push_back(
      text_label(LabelKind::minute, text.minute, minute_slot, pen::fine_lettering));
  if (marked.retrograde) {
    column.labels.push_back(
        text_label(LabelKind::retrograde, "x", retrograde_slot, pen::fine_lettering));
  }
  return column;
}

LabelGroup body_column(const astrology::NatalChart& chart, std::size_t index, double scale,
                       Reach reach) {
  const auto& placement = chart.placements[index];
  auto glyph = Label::glyph_label(LabelKind::body, static_cast<std::size_t>(placement.body),
                                  body_slot.size * scale, 0);
  return column_of({placement.state.longitude, placement.retrograde()}, std::move(glyph), index,
                   scale, reach);
}

/// The ascendant and the midheaven of the chart around, in which aspects end as in its bodies.
void add_angle_columns(const astrology::NatalChart& chart, double scale,
                       std::vector<LabelGroup>& columns) {
  if (!chart.houses) return;
  const auto add = [&](double longitude, const char* name, std::size_t owner) {
    auto label = Label::text_label(LabelKind::angle_name, name, angle_slot_size * scale,
                                   pen::angle_name * scale);
    columns.push_back(
        column_of({longitude, false}, std::move(label), owner, scale, Reach::outward));
  };
  const std::size_t bodies = chart.placements.size();
  add(chart.houses->angles.ascendant, "AC", bodies);
  add(chart.houses->angles.midheaven, "MC", bodies + 1);
}

/// The lines that columns should not be pushed across: cusps and angles. Sectors are too narrow to
/// keep columns in, so of Gauquelin's only the angles count.
std::vector<LabelGroup> boundaries_of(const WheelLayout& layout, Reach reach) {
  std::vector<LabelGroup> boundaries;
  const auto add = [&](double longitude) {
    LabelGroup boundary;
    boundary.longitude = longitude;
    boundaries.push_back(std::move(boundary));
  };
  if (layout.angles) std::for_each(layout.angles->begin(), layout.angles->end(), add);
  if (reach == Reach::outward) return boundaries;
  if (layout.cusps.size() == 12) std::for_each(layout.cusps.begin(), layout.cusps.end(), add);
  return boundaries;
}

double largest_displacement(std::span<const LabelGroup> columns) {
  double largest = 0;
  for (const LabelGroup& column : columns) {
    largest =
        std::max(largest, std::abs(signed_separation_degrees(column.longitude, column.shown)));
  }
  return largest;
}

/// What columns of a scale leave to their leaders.
double left_to_leaders(double scale) {
  constexpr double column_length = radius::body_labels - radius::houses;
  constexpr double share = 0.75;
  return share * (1.0 - scale) * column_length;
}

std::vector<LabelGroup> columns_reaching(Reach reach, const astrology::NatalChart& chart,
                                         const WheelLayout& layout) {
  std::vector<LabelGroup> columns;
  for (const double scale : scales) {
    // Before the bodies, so that a body on a cusp stands in the house that the cusp opens.
    columns = boundaries_of(layout, reach);
    for (std::size_t i = 0; i < chart.placements.size(); ++i) {
      columns.push_back(body_column(chart, i, scale, reach));
    }
    if (reach == Reach::outward) add_angle_columns(chart, scale, columns);
    std::stable_sort(columns.begin(), columns.end(), [](const LabelGroup& a, const LabelGroup& b) {
      return a.longitude < b.longitude;
    });
    std::vector<double> targets;
    targets.reserve(columns.size());
    for (const LabelGroup& column : columns)
      targets.push_back(column.longitude);
    spread_groups(columns, targets, layout.dial);
    std::erase_if(columns, [](const LabelGroup& group) { return group.is_boundary(); });
    if (largest_displacement(columns) <= displacement_max) break;
  }
  return columns;
}

}  // namespace

double column_outer_edge(double scale) {
  return radius::body_labels - left_to_leaders(scale);
}

double outer_column_edge(double scale) {
  return radius::ring_labels + left_to_leaders(scale);
}

std::vector<LabelGroup> body_columns(const astrology::NatalChart& chart,
                                     const WheelLayout& layout) {
  return columns_reaching(Reach::inward, chart, layout);
}

std::vector<LabelGroup> outer_body_columns(const astrology::NatalChart& chart,
                                           const WheelLayout& layout) {
  return columns_reaching(Reach::outward, chart, layout);
}

}  // namespace astronova::rendering
