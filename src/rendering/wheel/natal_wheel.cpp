#include "rendering/natal_wheel.h"

#include "rendering/wheel/drawing.h"
#include "rendering/wheel/wheel_head.h"

namespace astronova::rendering {
namespace {

/// A wheel of ten planets fits; larger ones grow the string once.
constexpr std::size_t usual_bytes = 40'000;

}  // namespace

std::string draw_natal_wheel(const astrology::NatalChart& chart, const WheelOptions& options) {
  const WheelLayout layout = lay_out(chart);
  const Palette& palette = palette_of(options.theme);
  std::string out;
  out.reserve(usual_bytes);
  append_wheel_head(out, options, palette, {0, 0, wheel_size, wheel_size});
  const Drawing drawing{out, chart, layout, palette, chart.aspects};
  draw_zodiac(drawing);
  draw_houses(drawing);
  draw_aspects(drawing);
  draw_bodies(drawing);
  append_wheel_foot(out);
  return out;
}

}  // namespace astronova::rendering
