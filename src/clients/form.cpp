#include "clients/form.h"

#include <iterator>

#include <fmt/format.h>

namespace astronova::clients {
namespace {

bool stands_for_itself(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '*';
}

void append_escaped(std::string& text, std::string_view value) {
  for (const char c : value) {
    if (stands_for_itself(c))
      text += c;
    else
      fmt::format_to(std::back_inserter(text), "%{:02X}", static_cast<unsigned char>(c));
  }
}

}  // namespace

std::string form(const std::vector<std::pair<std::string_view, std::string_view>>& fields) {
  std::string text;
  for (const auto& [name, value] : fields) {
    if (!text.empty()) text += '&';
    append_escaped(text, name);
    text += '=';
    append_escaped(text, value);
  }
  return text;
}

}  // namespace astronova::clients
