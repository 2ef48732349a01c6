#pragma once

#include <cstddef>
#include <string_view>

#include "base/utf8.h"

namespace astronova::accounts {

/// The longest beginning of `text` that is well-formed UTF-8 of whole characters and has at most
/// `bytes_max` bytes.
inline std::string_view whole_characters(std::string_view text, std::size_t bytes_max) {
  std::size_t size = 0;
  while (size < text.size()) {
    const auto length = utf8_sequence_length(text.substr(size));
    if (length == 0 || size + length > bytes_max) break;
    size += length;
  }
  return text.substr(0, size);
}

}  // namespace astronova::accounts
