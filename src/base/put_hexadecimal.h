#pragma once

#include <cstdint>
#include <span>

#include "base/put_text.h"

namespace astronova {

/// Two lower-case hexadecimal digits a byte, at a pointer (base/put_text.h).
inline char* put_hexadecimal(char* at, std::span<const std::uint8_t> bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  for (const auto byte : bytes) {
    *at++ = digits[byte >> 4U];
    *at++ = digits[byte & 0xFU];
  }
  return at;
}

}  // namespace astronova
