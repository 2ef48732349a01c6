#include "rendering/wheel/wheel_head.h"

#include "rendering/svg/elements.h"
#include "rendering/svg/xml_text.h"

namespace astronova::rendering {
namespace {

constexpr std::size_t title_characters_max = 200;

std::string view_box_of(const Box& view) {
  std::string text;
  append_number(text, view.left);
  text += ' ';
  append_number(text, view.top);
  text += ' ';
  append_number(text, view.width());
  text += ' ';
  append_number(text, view.height());
  return text;
}

}  // namespace

void append_wheel_head(std::string& out, const WheelOptions& options, const Palette& palette,
                       const Box& view) {
  out += "<svg xmlns=\"http://www.w3.org/2000/svg\"";
  append_attribute(out, "viewBox", view_box_of(view));
  append_attribute(out, "role", "img");
  out += "><title>";
  out += xml_text(options.title, title_characters_max);
  out += "</title><rect";
  if (view.left != 0) append_attribute(out, "x", view.left);
  if (view.top != 0) append_attribute(out, "y", view.top);
  append_attribute(out, "width", view.width());
  append_attribute(out, "height", view.height());
  append_attribute(out, "fill", palette.paper);
  out += "/><g fill=\"none\" stroke-linecap=\"round\" stroke-linejoin=\"round\">";
}

void append_wheel_foot(std::string& out) {
  out += "</g></svg>";
}

}  // namespace astronova::rendering
