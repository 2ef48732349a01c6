#include "rendering/svg/xml_text.h"

#include <algorithm>

#include "base/utf8.h"

namespace astronova::rendering {
namespace {

/// Whether XML 1.0 has a well-formed character: controls but tab and line ends are missing, and so
/// are the last two of the first plane (U+FFFE, U+FFFF).
bool allowed_in_xml(std::string_view character) {
  const auto lead = static_cast<unsigned char>(character.front());
  if (lead < 0x20) return lead == '\t' || lead == '\n' || lead == '\r';
  return character != "\xEF\xBF\xBE" && character != "\xEF\xBF\xBF";
}

}  // namespace

std::string xml_text(std::string_view text, std::size_t characters_max) {
  std::string out;
  for (std::size_t count = 0; !text.empty() && count < characters_max; ++count) {
    const std::size_t length = utf8_sequence_length(text);
    const std::string_view character = text.substr(0, std::max<std::size_t>(length, 1));
    if (length == 0 || !allowed_in_xml(character)) {
      out += "\xEF\xBF\xBD";
    } else if (text.front() == '&') {
      out += "&amp;";
    } else if (text.front() == '<') {
      out += "&lt;";
    } else if (text.front() == '>') {
      out += "&gt;";
    } else {
      out += character;
    }
    text.remove_prefix(character.size());
  }
  return out;
}

}  // namespace astronova::rendering
