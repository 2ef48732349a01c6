#include <algorithm>

#include "rendering/svg/elements.h"
#include "rendering/wheel/broken_ray.h"
#include "rendering/wheel/drawing.h"

namespace astronova::rendering {
namespace {

constexpr double cusp_width = 0.9;
constexpr double sector_width = 0.6;
constexpr double angle_width = 2.2;

void draw_house_ring(const Drawing& drawing) {
  constexpr double middle_radius = (radius::aspects + radius::houses) / 2;
  std::string band;
  append_attribute(band, "stroke", drawing.palette.house_ring);
  append_attribute(band, "stroke-width", radius::houses - radius::aspects);
  append_circle(drawing.out, Dial::middle, middle_radius, band);
  std::string edge;
  append_attribute(edge, "stroke", drawing.palette.line);
  append_attribute(edge, "stroke-width", 0.8);
  append_circle(drawing.out, Dial::middle, radius::houses, edge);
}

void add_ray(PathWriter& path, const Drawing& drawing, double longitude) {
  const Point direction = drawing.layout.dial.direction(longitude);
  const auto add_pieces = [&](double from, double to, std::span<const LabelGroup> labels) {
    for (const auto& [inner, outer] : broken_ray(direction, from, to, labels)) {
      path.move_to(Dial::on_ray(direction, inner));
      path.line_to(Dial::on_ray(direction, outer));
    }
  };
  add_pieces(radius::aspects, radius::houses, drawing.layout.house_numbers);
  add_pieces(radius::houses, radius::scale_inner, drawing.layout.bodies);
}

bool is_angle(const Drawing& drawing, double longitude) {
  return std::any_of(
      drawing.layout.angles->begin(), drawing.layout.angles->end(),
      [&](double angle) { return std::abs(signed_separation_degrees(angle, longitude)) < 1e-6; });
}

void draw_cusps(const Drawing& drawing) {
  const bool sectors = drawing.layout.cusps.size() > 12;
  auto lines = PathElement::stroked(drawing.out, drawing.palette.hairline,
                                    sectors ? sector_width : cusp_width);
  for (const double cusp : drawing.layout.cusps) {
    if (!is_angle(drawing, cusp)) add_ray(*lines, drawing, cusp);
  }
}

void draw_angles(const Drawing& drawing) {
  auto lines = PathElement::stroked(drawing.out, drawing.palette.ink, angle_width);
  for (const double angle : *drawing.layout.angles)
    add_ray(*lines, drawing, angle);
}

/// From the zodiac's edge at the true place toward the label where it came to stand.
void draw_outer_ticks(const Drawing& drawing, LabelKind kind, std::string_view color,
                      double width) {
  auto ticks = PathElement::stroked(drawing.out, color, width);
  for (const LabelGroup& group : drawing.layout.around) {
    if (group.labels.front().kind != kind) continue;
    const double rim = drawing.layout.rim;
    ticks->move_to(drawing.layout.dial.at(group.longitude, rim));
    ticks->line_to(drawing.layout.dial.at(group.longitude, rim + rim_tick - 2));
    ticks->line_to(drawing.layout.dial.at(group.shown, rim + rim_tick + 1));
  }
}

void draw_texts(const Drawing& drawing, std::span<const LabelGroup> groups, LabelKind kind,
                std::string_view color, double width) {
  auto letters = PathElement::stroked(drawing.out, color, width);
  for (const LabelGroup& group : groups) {
    for (const Label& label : group.labels) {
      if (label.kind == kind) letters->add_text(label.text, label.center, label.size);
    }
  }
}

}  // namespace

void draw_houses(const Drawing& drawing) {
  if (!drawing.layout.angles) return;
  const Palette& palette = drawing.palette;
  const auto& around = drawing.layout.around;
  draw_house_ring(drawing);
  draw_cusps(drawing);
  draw_angles(drawing);
  draw_outer_ticks(drawing, LabelKind::cusp, palette.line, cusp_width);
  draw_outer_ticks(drawing, LabelKind::angle_name, palette.ink, angle_width);
  draw_texts(drawing, drawing.layout.house_numbers, LabelKind::house_number, palette.soft_ink,
             pen::lettering);
  draw_texts(drawing, around, LabelKind::cusp, palette.soft_ink, pen::fine_lettering);
  draw_texts(drawing, around, LabelKind::angle_degree, palette.ink, pen::fine_lettering);
  draw_texts(drawing, around, LabelKind::angle_name, palette.ink, pen::angle_name);
}

}  // namespace astronova::rendering
