#include <algorithm>
#include <array>

#include "rendering/svg/elements.h"
#include "rendering/wheel/body_columns.h"
#include "rendering/wheel/drawing.h"

namespace astronova::rendering {
namespace {

using sky::Body;

/// Between the end of a leader and its column, pixels.
constexpr double leader_gap = 5;
/// A curved leader is a chain of straight steps no longer than this.
constexpr double degrees_per_step = 6;

constexpr std::array<std::string_view, sky::body_count> display_names = {
    "Sun",
    "Moon",
    "Mercury",
    "Venus",
    "Mars",
    "Jupiter",
    "Saturn",
    "Uranus",
    "Neptune",
    "Pluto",
    "Chiron",
    "Ceres",
    "Pallas",
    "Juno",
    "Vesta",
    "North node (mean)",
    "North node (true)",
    "South node (mean)",
    "South node (true)",
    "Black Moon Lilith (mean)",
    "Black Moon Lilith (true)",
    "Earth",
};

bool chart_has(const astrology::NatalChart& chart, Body body) {
  return std::any_of(chart.placements.begin(), chart.placements.end(),
                     [body](const auto& placement) { return placement.body == body; });
}

/// The mean and the true node share a glyph: where both stand in a chart, the mean one carries the
/// bar that marks a mean.
bool needs_mean_bar(const astrology::NatalChart& chart, Body body) {
  return (body == Body::mean_node && chart_has(chart, Body::true_node)) ||
         (body == Body::mean_south_node && chart_has(chart, Body::true_south_node));
}

void draw_ticks_and_leaders(const Drawing& drawing) {
  const Dial& dial = drawing.layout.dial;
  {
    auto leaders = PathElement::stroked(drawing.out, drawing.palette.soft_ink, 0.8);
    for (const LabelGroup& column : drawing.layout.bodies) {
      const double leader_inner = column_outer_edge(column.scale) + leader_gap;
      const double way = signed_separation_degrees(column.longitude, column.shown);
      // Straight in angle and radius, so that leaders of neighbours never cross.
      const int steps = 1 + static_cast<int>(std::abs(way) / degrees_per_step);
      leaders->move_to(dial.at(column.longitude, radius::scale_inner));
      leaders->line_to(dial.at(column.longitude, radius::leader_outer));
      for (int step = 1; step <= steps; ++step) {
        const double part = static_cast<double>(step) / steps;
        leaders->line_to(
            dial.at(column.longitude + way * part,
                    radius::leader_outer + (leader_inner - radius::leader_outer) * part));
      }
    }
  }
  auto marks = PathElement::stroked(drawing.out, drawing.palette.ink, 1.8);
  for (const LabelGroup& column : drawing.layout.bodies) {
    marks->move_to(dial.at(column.longitude, radius::zodiac_inner - 3));
    marks->line_to(dial.at(column.longitude, radius::scale_inner - 2));
  }
}

Point corner_of(const Label& label) {
  return label.center - Point{label.size / 2, label.size / 2};
}

void draw_body_glyph(const Drawing& drawing, const Label& label) {
  const auto body = static_cast<Body>(label.glyph);
  const Glyph& glyph = glyph_of(body);
  const bool barred = needs_mean_bar(drawing.chart, body);
  constexpr double barred_shrink = 0.86;
  const double scale = label.size / glyph_units * (barred ? barred_shrink : 1.0);
  Point origin = corner_of(label);
  if (barred) origin = origin + Point{0.07, 0.14} * label.size;
  {
    auto stroke = PathElement::inheriting(drawing.out);
    stroke->add(glyph.stroke, origin, scale);
    if (barred) {
      stroke->move_to(corner_of(label) + Point{0.28, 0.06} * label.size);
      stroke->line_to(corner_of(label) + Point{0.72, 0.06} * label.size);
    }
  }
  if (!glyph.fill.commands.empty()) {
    auto fill = PathElement::filled(drawing.out, drawing.palette.ink);
    fill->add(glyph.fill, origin, scale);
  }
}

/// All labels of a kind, in one path.
void draw_texts(const Drawing& drawing, LabelKind kind, std::string_view color, double pen_width) {
  auto letters = PathElement::stroked(drawing.out, color, pen_width);
  for (const LabelGroup& column : drawing.layout.bodies) {
    for (const Label& label : column.labels) {
      if (label.kind == kind) letters->add_text(label.text, label.center, label.size);
    }
  }
}

void draw_signs(const Drawing& drawing, std::size_t element, double pen_width) {
  auto glyphs = PathElement::stroked(drawing.out, drawing.palette.element_ink[element], pen_width);
  for (const LabelGroup& column : drawing.layout.bodies) {
    for (const Label& label : column.labels) {
      if (label.kind != LabelKind::sign) continue;
      const auto sign = static_cast<astrology::Sign>(label.glyph);
      if (static_cast<std::size_t>(astrology::element_of(sign)) != element) continue;
      glyphs->add(glyph_of(sign).stroke, corner_of(label), label.size / glyph_units);
    }
  }
}

/// What a browser shows where the pointer rests.
void append_tooltip(const Drawing& drawing, const LabelGroup& column) {
  const astrology::Placement& placement = drawing.chart.placements[column.owner];
  std::string& out = drawing.out;
  out += "<title>";
  out += display_names.at(static_cast<std::size_t>(placement.body));
  out += ' ';
  out += astrology::format_in_sign(column.longitude);
  if (placement.house) out += ", house " + std::to_string(*placement.house);
  if (placement.retrograde()) out += ", retrograde";
  out += "</title>";
}

}  // namespace

void draw_bodies(const Drawing& drawing) {
  if (drawing.layout.bodies.empty()) return;
  const Palette& palette = drawing.palette;
  const double scale = drawing.layout.bodies.front().scale;
  draw_ticks_and_leaders(drawing);
  // A glyph's tooltip shows inside its outline too, not on the line alone.
  drawing.out += "<g pointer-events=\"all\"";
  append_attribute(drawing.out, "stroke", palette.ink);
  append_attribute(drawing.out, "stroke-width", pen::body_glyph * scale);
  drawing.out += '>';
  for (const LabelGroup& column : drawing.layout.bodies) {
    drawing.out += "<g>";
    append_tooltip(drawing, column);
    draw_body_glyph(drawing, column.labels.front());
    drawing.out += "</g>";
  }
  drawing.out += "</g>";
  draw_texts(drawing, LabelKind::degree, palette.ink, pen::lettering * scale);
  for (std::size_t element = 0; element < palette.element_ink.size(); ++element) {
    draw_signs(drawing, element, pen::sign_mark * scale);
  }
  draw_texts(drawing, LabelKind::minute, palette.soft_ink, pen::fine_lettering * scale);
  draw_texts(drawing, LabelKind::retrograde, palette.retrograde, pen::fine_lettering * scale);
}

}  // namespace astronova::rendering
