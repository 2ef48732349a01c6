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

/// A ring of columns, and the radii between the scale and them.
struct BodyRing {
  const Drawing& drawing;
  const astrology::NatalChart& chart;
  const std::vector<LabelGroup>& columns;
  double leader_from;
  double leader_turns;
  double mark_from;
  double mark_to;
};

/// Where a column's leader ends.
double leader_end(const LabelGroup& column) {
  return column.outward ? outer_column_edge(column.scale) - leader_gap
                        : column_outer_edge(column.scale) + leader_gap;
}

void draw_ticks_and_leaders(const BodyRing& ring) {
  const Drawing& drawing = ring.drawing;
  const Dial& dial = drawing.layout.dial;
  {
    auto leaders = PathElement::stroked(drawing.out, drawing.palette.soft_ink, 0.8);
    for (const LabelGroup& column : ring.columns) {
      const double end = leader_end(column);
      const double way = signed_separation_degrees(column.longitude, column.shown);
      // Straight in angle and radius, so that leaders of neighbours never cross.
      const int steps = 1 + static_cast<int>(std::abs(way) / degrees_per_step);
      leaders->move_to(dial.at(column.longitude, ring.leader_from));
      leaders->line_to(dial.at(column.longitude, ring.leader_turns));
      for (int step = 1; step <= steps; ++step) {
        const double part = static_cast<double>(step) / steps;
        leaders->line_to(dial.at(column.longitude + way * part,
                                 ring.leader_turns + (end - ring.leader_turns) * part));
      }
    }
  }
  auto marks = PathElement::stroked(drawing.out, drawing.palette.ink, 1.8);
  for (const LabelGroup& column : ring.columns) {
    marks->move_to(dial.at(column.longitude, ring.mark_from));
    marks->line_to(dial.at(column.longitude, ring.mark_to));
  }
}

Point corner_of(const Label& label) {
  return label.center - Point{label.size / 2, label.size / 2};
}

void draw_body_glyph(const BodyRing& ring, const Label& label) {
  const Drawing& drawing = ring.drawing;
  const auto body = static_cast<Body>(label.glyph);
  const Glyph& glyph = glyph_of(body);
  const bool barred = needs_mean_bar(ring.chart, body);
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

/// A body's glyph, or the letters of an angle.
void draw_mark(const BodyRing& ring, const Label& label) {
  if (label.kind != LabelKind::angle_name) return draw_body_glyph(ring, label);
  auto letters = PathElement::inheriting(ring.drawing.out);
  letters->add_text(label.text, label.center, label.size);
}

/// All labels of a kind, in one path.
void draw_texts(const BodyRing& ring, LabelKind kind, std::string_view color, double pen_width) {
  auto letters = PathElement::stroked(ring.drawing.out, color, pen_width);
  for (const LabelGroup& column : ring.columns) {
    for (const Label& label : column.labels) {
      if (label.kind == kind) letters->add_text(label.text, label.center, label.size);
    }
  }
}

void draw_signs(const BodyRing& ring, std::size_t element, double pen_width) {
  const Drawing& drawing = ring.drawing;
  auto glyphs = PathElement::stroked(drawing.out, drawing.palette.element_ink[element], pen_width);
  for (const LabelGroup& column : ring.columns) {
    for (const Label& label : column.labels) {
      if (label.kind != LabelKind::sign) continue;
      const auto sign = static_cast<astrology::Sign>(label.glyph);
      if (static_cast<std::size_t>(astrology::element_of(sign)) != element) continue;
      glyphs->add(glyph_of(sign).stroke, corner_of(label), label.size / glyph_units);
    }
  }
}

/// What a browser shows where the pointer rests.
void append_tooltip(const BodyRing& ring, const LabelGroup& column) {
  std::string& out = ring.drawing.out;
  out += "<title>";
  if (column.owner >= ring.chart.placements.size()) {
    out += column.owner == ring.chart.placements.size() ? "Ascendant " : "Midheaven ";
    out += astrology::format_in_sign(column.longitude);
    out += "</title>";
    return;
  }
  const astrology::Placement& placement = ring.chart.placements[column.owner];
  out += display_names.at(static_cast<std::size_t>(placement.body));
  out += ' ';
  out += astrology::format_in_sign(column.longitude);
  if (placement.house) out += ", house " + std::to_string(*placement.house);
  if (placement.retrograde()) out += ", retrograde";
  out += "</title>";
}

void draw_ring(const BodyRing& ring) {
  if (ring.columns.empty()) return;
  const Drawing& drawing = ring.drawing;
  const Palette& palette = drawing.palette;
  const double scale = ring.columns.front().scale;
  draw_ticks_and_leaders(ring);
  // A glyph's tooltip shows inside its outline too, not on the line alone.
  drawing.out += "<g pointer-events=\"all\"";
  append_attribute(drawing.out, "stroke", palette.ink);
  append_attribute(drawing.out, "stroke-width", pen::body_glyph * scale);
  drawing.out += '>';
  for (const LabelGroup& column : ring.columns) {
    drawing.out += "<g>";
    append_tooltip(ring, column);
    draw_mark(ring, column.labels.front());
    drawing.out += "</g>";
  }
  drawing.out += "</g>";
  draw_texts(ring, LabelKind::degree, palette.ink, pen::lettering * scale);
  for (std::size_t element = 0; element < palette.element_ink.size(); ++element) {
    draw_signs(ring, element, pen::sign_mark * scale);
  }
  draw_texts(ring, LabelKind::minute, palette.soft_ink, pen::fine_lettering * scale);
  draw_texts(ring, LabelKind::retrograde, palette.retrograde, pen::fine_lettering * scale);
}

}  // namespace

void draw_bodies(const Drawing& drawing) {
  draw_ring({drawing, drawing.chart, drawing.layout.bodies, radius::scale_inner,
             radius::leader_outer, radius::zodiac_inner - 3, radius::scale_inner - 2});
}

void draw_outer_bodies(const Drawing& drawing, const astrology::NatalChart& around) {
  draw_ring({drawing, around, drawing.layout.outer_bodies, radius::zodiac_outer,
             radius::ring_leader, radius::zodiac_outer - 3, radius::zodiac_outer + 5});
}

}  // namespace astronova::rendering
