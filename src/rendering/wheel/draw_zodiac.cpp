#include "rendering/svg/elements.h"
#include "rendering/wheel/drawing.h"

namespace astronova::rendering {
namespace {

constexpr double sign_extent = 30;
constexpr double sign_glyph_size = 27;

double start_of(std::size_t sign) {
  return sign_extent * static_cast<double>(sign);
}

bool has_element(std::size_t sign, std::size_t element) {
  const auto of_sign = astrology::element_of(static_cast<astrology::Sign>(sign));
  return static_cast<std::size_t>(of_sign) == element;
}

void add_sector(PathWriter& path, const Dial& dial, double from) {
  const double to = from + sign_extent;
  const Point outer{radius::zodiac_outer, radius::zodiac_outer};
  const Point inner{radius::zodiac_inner, radius::zodiac_inner};
  path.move_to(dial.at(from, radius::zodiac_outer));
  path.arc_to(outer, false, false, dial.at(to, radius::zodiac_outer));
  path.line_to(dial.at(to, radius::zodiac_inner));
  path.arc_to(inner, false, true, dial.at(from, radius::zodiac_inner));
  path.close();
}

void draw_signs(const Drawing& drawing) {
  const Dial& dial = drawing.layout.dial;
  constexpr double middle_radius = (radius::zodiac_inner + radius::zodiac_outer) / 2;
  constexpr Point half_box{sign_glyph_size / 2, sign_glyph_size / 2};
  for (std::size_t element = 0; element < drawing.palette.element_ink.size(); ++element) {
    {
      auto tint = PathElement::filled(drawing.out, drawing.palette.element_tint[element]);
      for (std::size_t sign = 0; sign < astrology::sign_count; ++sign) {
        if (has_element(sign, element)) add_sector(*tint, dial, start_of(sign));
      }
    }
    auto ink =
        PathElement::stroked(drawing.out, drawing.palette.element_ink[element], pen::zodiac_sign);
    for (std::size_t sign = 0; sign < astrology::sign_count; ++sign) {
      if (!has_element(sign, element)) continue;
      const Point center = dial.at(start_of(sign) + sign_extent / 2, middle_radius);
      ink->add(glyph_of(static_cast<astrology::Sign>(sign)).stroke, center - half_box,
               sign_glyph_size / glyph_units);
    }
  }
}

/// Ticks from the zodiac's inner edge inward at every `step` degrees but those of the longer ticks.
void draw_ticks(const Drawing& drawing, int step, int longer_step, double length, double width) {
  auto ticks = PathElement::stroked(drawing.out, drawing.palette.line, width);
  for (int degree = 0; degree < 360; degree += step) {
    if (longer_step != 0 && degree % longer_step == 0) continue;
    const Point direction = drawing.layout.dial.direction(degree);
    ticks->move_to(Dial::on_ray(direction, radius::zodiac_inner));
    ticks->line_to(Dial::on_ray(direction, radius::zodiac_inner - length));
  }
}

void draw_rings(const Drawing& drawing) {
  std::string& out = drawing.out;
  out += "<g";
  append_attribute(out, "stroke", drawing.palette.line);
  append_attribute(out, "stroke-width", 1.0);
  out += '>';
  append_circle(out, Dial::middle, radius::zodiac_outer, " stroke-width=\"1.4\"");
  append_circle(out, Dial::middle, radius::zodiac_inner, "");
  append_circle(out, Dial::middle, radius::scale_inner, "");
  out += "</g>";
  auto borders = PathElement::stroked(out, drawing.palette.line, 1.0);
  for (std::size_t sign = 0; sign < astrology::sign_count; ++sign) {
    borders->move_to(drawing.layout.dial.at(start_of(sign), radius::scale_inner));
    borders->line_to(drawing.layout.dial.at(start_of(sign), radius::zodiac_outer));
  }
}

}  // namespace

void draw_zodiac(const Drawing& drawing) {
  draw_signs(drawing);
  draw_ticks(drawing, 1, 5, 4, 0.5);
  draw_ticks(drawing, 5, 10, 6.5, 0.7);
  draw_ticks(drawing, 10, 30, radius::zodiac_inner - radius::scale_inner, 0.8);
  draw_rings(drawing);
}

}  // namespace astronova::rendering
