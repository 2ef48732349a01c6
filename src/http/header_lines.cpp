#include "http/header_lines.h"

#include <algorithm>

namespace astronova::http {

void HeaderLines::add(std::string_view name, std::string_view value) {
  constexpr std::string_view colon = ": ";
  constexpr std::string_view end = "\r\n";
  if (size_ + name.size() + colon.size() + value.size() + end.size() > bytes_max) return;
  for (const auto part : {name, colon, value, end}) {
    std::ranges::copy(part, text_.begin() + static_cast<std::ptrdiff_t>(size_));
    size_ += part.size();
  }
}

}  // namespace astronova::http
