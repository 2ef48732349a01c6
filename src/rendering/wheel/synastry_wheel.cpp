#include "rendering/synastry_wheel.h"

#include "rendering/svg/elements.h"
#include "rendering/wheel/broken_ray.h"
#include "rendering/wheel/drawing.h"
#include "rendering/wheel/wheel_head.h"

namespace astronova::rendering {
namespace {

constexpr std::size_t usual_synastry_bytes = 60'000;
constexpr double angle_in_ring_width = 1.2;

/// The ring's outer circle, and the first's angles across it.
void draw_ring_frame(const Drawing& drawing) {
  std::string edge;
  append_attribute(edge, "stroke", drawing.palette.line);
  append_attribute(edge, "stroke-width", 1.4);
  append_circle(drawing.out, Dial::middle, radius::ring_outer, edge);
  if (!drawing.layout.angles) return;
  auto lines = PathElement::stroked(drawing.out, drawing.palette.ink, angle_in_ring_width);
  for (const double angle : *drawing.layout.angles) {
    const Point direction = drawing.layout.dial.direction(angle);
    for (const auto& [inner, outer] : broken_ray(direction, radius::zodiac_outer,
                                                 radius::ring_outer, drawing.layout.outer_bodies)) {
      lines->move_to(Dial::on_ray(direction, inner));
      lines->line_to(Dial::on_ray(direction, outer));
    }
  }
}

}  // namespace

std::string draw_synastry_wheel(const astrology::NatalChart& first,
                                const astrology::NatalChart& second,
                                std::span<const astrology::Aspect> between,
                                const WheelOptions& options) {
  const WheelLayout layout = lay_out(first, second);
  const Palette& palette = palette_of(options.theme);
  std::string out;
  out.reserve(usual_synastry_bytes);
  append_wheel_head(out, options, palette,
                    Box::around(Dial::middle, synastry_wheel_size, synastry_wheel_size));
  const Drawing drawing{out, first, layout, palette, between};
  draw_zodiac(drawing);
  draw_ring_frame(drawing);
  draw_houses(drawing);
  draw_aspects(drawing);
  draw_bodies(drawing);
  draw_outer_bodies(drawing, second);
  append_wheel_foot(out);
  return out;
}

std::vector<LabelBox> synastry_wheel_labels(const astrology::NatalChart& first,
                                            const astrology::NatalChart& second) {
  return label_boxes(lay_out(first, second));
}

}  // namespace astronova::rendering
