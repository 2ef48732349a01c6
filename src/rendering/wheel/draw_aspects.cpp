#include <algorithm>
#include <array>
#include <vector>

#include "rendering/svg/elements.h"
#include "rendering/wheel/aspect_line.h"
#include "rendering/wheel/drawing.h"

namespace astronova::rendering {
namespace {

using astrology::AspectKind;

/// How strongly an aspect is drawn: the loosest first, since later lines lie on top.
struct Strength {
  double orb_min;
  double width;
  double opacity;
};
constexpr std::array<Strength, 4> strengths = {{
    {5.0, 0.7, 0.6},
    {2.5, 1.0, 0.75},
    {1.0, 1.4, 0.9},
    {0.0, 2.0, 1.0},
}};
constexpr double minor_width = 0.8;
constexpr double mark_pen = 1.1;

std::string_view color_of(const Drawing& drawing, AspectKind kind) {
  return drawing.palette.aspect.at(static_cast<std::size_t>(kind));
}

bool is_minor(AspectKind kind) {
  return static_cast<std::size_t>(kind) >= astrology::major_aspect_count;
}

/// Minor aspects below major ones, and of these the conjunctions on top.
int rank_of(AspectKind kind) {
  return -static_cast<int>(kind);
}

std::size_t strength_of(double orb) {
  for (std::size_t i = 0; i < strengths.size(); ++i) {
    if (std::abs(orb) >= strengths[i].orb_min) return i;
  }
  return strengths.size() - 1;
}

std::vector<AspectLine> lines_of(const Drawing& drawing) {
  std::vector<AspectLine> lines;
  lines.reserve(drawing.aspects.size());
  for (const astrology::Aspect& aspect : drawing.aspects) {
    AspectLine line;
    line.kind = aspect.kind;
    line.strength = strength_of(aspect.orb);
    line.from_longitude = drawable_longitude(aspect.first.longitude);
    line.to_longitude = drawable_longitude(aspect.second.longitude);
    line.from = drawing.layout.dial.at(line.from_longitude, radius::aspects);
    line.to = drawing.layout.dial.at(line.to_longitude, radius::aspects);
    lines.push_back(line);
  }
  std::stable_sort(lines.begin(), lines.end(), [](const AspectLine& a, const AspectLine& b) {
    return std::pair(rank_of(a.kind), a.strength) < std::pair(rank_of(b.kind), b.strength);
  });
  return lines;
}

std::string style_of(const AspectLine& line) {
  std::string style;
  const double opacity = strengths[line.strength].opacity;
  if (opacity < 1) append_attribute(style, "stroke-opacity", opacity);
  if (is_minor(line.kind)) append_attribute(style, "stroke-dasharray", "4 4");
  return style;
}

void add_line(PathWriter& path, const Drawing& drawing, const AspectLine& line) {
  if (line.kind != AspectKind::conjunction) {
    path.move_to(line.from);
    path.line_to(line.to);
    return;
  }
  // Between neighbours the line would hide in the circle: conjunctions run inside it.
  constexpr double inside = radius::aspects - 3.5;
  path.move_to(drawing.layout.dial.at(line.from_longitude, inside));
  path.line_to(drawing.layout.dial.at(line.to_longitude, inside));
}

void draw_lines(const Drawing& drawing, const std::vector<AspectLine>& lines) {
  for (std::size_t i = 0; i < lines.size();) {
    const AspectLine& first = lines[i];
    const double width = first.kind == AspectKind::conjunction ? 2.4
                         : is_minor(first.kind)                ? minor_width
                                                               : strengths[first.strength].width;
    auto path =
        PathElement::stroked(drawing.out, color_of(drawing, first.kind), width, style_of(first));
    for (; i < lines.size() && lines[i].kind == first.kind && lines[i].strength == first.strength;
         ++i) {
      add_line(*path, drawing, lines[i]);
    }
  }
}

void draw_marks(const Drawing& drawing, const std::vector<AspectLine>& lines) {
  const std::vector<AspectMark> marks = aspect_marks(lines);
  if (marks.empty()) return;
  {
    // A dot of the paper's colour opens the line around its mark.
    auto gaps = PathElement::stroked(drawing.out, drawing.palette.paper, 2 * aspect_mark_radius);
    for (const AspectMark& mark : marks) {
      gaps->move_to(mark.center);
      gaps->line_to(mark.center);
    }
  }
  constexpr Point half_box{aspect_mark_size / 2, aspect_mark_size / 2};
  for (const AspectMark& mark : marks) {
    PathElement::stroked(drawing.out, color_of(drawing, mark.kind), mark_pen)
        ->add(glyph_of(mark.kind).stroke, mark.center - half_box, aspect_mark_size / glyph_units);
  }
}

void draw_ends(const Drawing& drawing) {
  std::string edge;
  append_attribute(edge, "stroke", drawing.palette.line);
  append_attribute(edge, "stroke-width", 0.8);
  append_circle(drawing.out, Dial::middle, radius::aspects, edge);
  // A line of no length with round caps is a dot.
  auto dots = PathElement::stroked(drawing.out, drawing.palette.ink, 3.6);
  for (const auto* columns : {&drawing.layout.bodies, &drawing.layout.outer_bodies}) {
    for (const LabelGroup& column : *columns) {
      dots->move_to(drawing.layout.dial.at(column.longitude, radius::aspects));
      dots->line_to(drawing.layout.dial.at(column.longitude, radius::aspects));
    }
  }
}

}  // namespace

void draw_aspects(const Drawing& drawing) {
  const std::vector<AspectLine> lines = lines_of(drawing);
  draw_lines(drawing, lines);
  draw_marks(drawing, lines);
  draw_ends(drawing);
}

}  // namespace astronova::rendering
