#include "rendering/wheel/house_labels.h"

#include <algorithm>

#include "rendering/wheel/degree_text.h"

namespace astronova::rendering {
namespace {

constexpr std::size_t quadrant_house_count = 12;
constexpr double angle_name_height = 12;
constexpr double cusp_degree_height = 8.6;
constexpr double angle_line_gap = 3.2;  ///< between the letters and the degree below
constexpr double house_number_height = 9.5;
constexpr double sector_number_height = 7.2;
constexpr double house_number_radius = (radius::aspects + radius::houses) / 2;
/// A cusp this near to an angle is the angle, up to rounding.
constexpr double same_point_degrees = 1.0 / 60.0;

std::string degree_and_minute(double longitude) {
  const DegreeText text = degree_text(longitude);
  return text.degree + text.minute;
}

LabelGroup angle_label(std::size_t angle, double longitude, double rim) {
  constexpr std::array<const char*, 4> names = {"AC", "DC", "MC", "IC"};
  LabelGroup group;
  group.owner = angle;
  group.longitude = longitude;
  group.outside_of = rim + rim_labels;
  Label name =
      Label::text_label(LabelKind::angle_name, names.at(angle), angle_name_height, pen::angle_name);
  Label degree = Label::text_label(LabelKind::angle_degree, degree_and_minute(longitude),
                                   cusp_degree_height, pen::fine_lettering);
  name.drop = -(degree.height + angle_line_gap) / 2;
  degree.drop = (name.height + angle_line_gap) / 2;
  group.labels = {std::move(name), std::move(degree)};
  return group;
}

LabelGroup cusp_label(std::size_t house, double longitude, double rim) {
  LabelGroup group;
  group.owner = house;
  group.longitude = longitude;
  group.outside_of = rim + rim_labels;
  group.labels = {Label::text_label(LabelKind::cusp, degree_and_minute(longitude),
                                    cusp_degree_height, pen::fine_lettering)};
  return group;
}

void sort_and_spread(std::vector<LabelGroup>& groups, const Dial& dial) {
  std::stable_sort(groups.begin(), groups.end(), [](const LabelGroup& a, const LabelGroup& b) {
    return a.longitude < b.longitude;
  });
  std::vector<double> targets;
  targets.reserve(groups.size());
  for (const LabelGroup& group : groups)
    targets.push_back(group.longitude);
  spread_groups(groups, targets, dial);
}

}  // namespace

std::vector<LabelGroup> labels_around(std::span<const double> cusps,
                                      const std::array<double, 4>& angles, double rim,
                                      const Dial& dial) {
  std::vector<LabelGroup> groups;
  for (std::size_t i = 0; i < angles.size(); ++i)
    groups.push_back(angle_label(i, angles[i], rim));
  if (cusps.size() == quadrant_house_count) {
    for (std::size_t i = 0; i < cusps.size(); ++i) {
      const bool is_angle = std::any_of(angles.begin(), angles.end(), [&](double angle) {
        return std::abs(signed_separation_degrees(angle, cusps[i])) < same_point_degrees;
      });
      if (!is_angle) groups.push_back(cusp_label(i, cusps[i], rim));
    }
  }
  sort_and_spread(groups, dial);
  return groups;
}

std::vector<LabelGroup> house_numbers(std::span<const double> cusps, const Dial& dial) {
  const bool sectors = cusps.size() > quadrant_house_count;
  const double height = sectors ? sector_number_height : house_number_height;
  std::vector<LabelGroup> groups;
  for (std::size_t i = 0; i < cusps.size(); ++i) {
    const double next = cusps[(i + 1) % cusps.size()];
    // Gauquelin sectors run clockwise.
    const double extent =
        sectors ? normalized_degrees(cusps[i] - next) : normalized_degrees(next - cusps[i]);
    LabelGroup group;
    group.owner = i;
    group.longitude = normalized_degrees(cusps[i] + (sectors ? -extent : extent) / 2);
    Label label =
        Label::text_label(LabelKind::house_number, std::to_string(i + 1), height, pen::lettering);
    label.radius = house_number_radius;
    const double room = house_number_radius * extent * std::numbers::pi / 180.0;
    if (sectors && room < std::hypot(label.width, label.height)) continue;
    group.labels = {std::move(label)};
    groups.push_back(std::move(group));
  }
  sort_and_spread(groups, dial);
  return groups;
}

}  // namespace astronova::rendering
