#include "rendering/svg/elements.h"

namespace astronova::rendering {

void append_attribute(std::string& out, std::string_view name, std::string_view value) {
  out += ' ';
  out += name;
  out += "=\"";
  out += value;
  out += '"';
}

void append_attribute(std::string& out, std::string_view name, double value) {
  out += ' ';
  out += name;
  out += "=\"";
  append_number(out, value);
  out += '"';
}

void append_circle(std::string& out, Point center, double radius, std::string_view attributes) {
  out += "<circle";
  append_attribute(out, "cx", center.x);
  append_attribute(out, "cy", center.y);
  append_attribute(out, "r", radius);
  out += attributes;
  out += "/>";
}

PathElement::PathElement(std::string& out, AttributesWritten) : out_(out), writer_(out) {
  out_ += " d=\"";
}

PathElement::~PathElement() {
  writer_.flush();
  out_ += "\"/>";
}

PathElement PathElement::stroked(std::string& out, std::string_view color, double width,
                                 std::string_view more_attributes) {
  out += "<path";
  append_attribute(out, "stroke", color);
  append_attribute(out, "stroke-width", width);
  out += more_attributes;
  return PathElement(out, AttributesWritten{});
}

PathElement PathElement::inheriting(std::string& out) {
  out += "<path";
  return PathElement(out, AttributesWritten{});
}

PathElement PathElement::filled(std::string& out, std::string_view color) {
  out += "<path";
  append_attribute(out, "fill", color);
  return PathElement(out, AttributesWritten{});
}

}  // namespace astronova::rendering
