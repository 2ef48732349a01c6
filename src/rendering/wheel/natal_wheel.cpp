#include "rendering/natal_wheel.h"

#include "rendering/svg/elements.h"
#include "rendering/svg/xml_text.h"
#include "rendering/wheel/drawing.h"

namespace astronova::rendering {
namespace {

constexpr std::size_t title_characters_max = 200;
/// A wheel of ten planets fits; larger ones grow the string once.
constexpr std::size_t usual_bytes = 40'000;

void append_head(std::string& out, const WheelOptions& options, const Palette& palette) {
  std::string side;
  append_number(side, wheel_size);
  out += "<svg xmlns=\"http://www.w3.org/2000/svg\"";
  append_attribute(out, "viewBox", "0 0 " + side + ' ' + side);
  append_attribute(out, "role", "img");
  out += "><title>";
  out += xml_text(options.title, title_characters_max);
  out += "</title><rect";
  append_attribute(out, "width", wheel_size);
  append_attribute(out, "height", wheel_size);
  append_attribute(out, "fill", palette.paper);
  out += "/><g fill=\"none\" stroke-linecap=\"round\" stroke-linejoin=\"round\">";
}

}  // namespace

std::string draw_natal_wheel(const astrology::NatalChart& chart, const WheelOptions& options) {
  const WheelLayout layout = lay_out(chart);
  const Palette& palette = palette_of(options.theme);
  std::string out;
  out.reserve(usual_bytes);
  append_head(out, options, palette);
  const Drawing drawing{out, chart, layout, palette};
  draw_zodiac(drawing);
  draw_houses(drawing);
  draw_aspects(drawing);
  draw_bodies(drawing);
  out += "</g></svg>";
  return out;
}

}  // namespace astronova::rendering
