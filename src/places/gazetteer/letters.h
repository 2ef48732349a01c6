#pragma once

#include <cstddef>
#include <string_view>

namespace astronova::places::gazetteer {

/// The letter at the beginning of well-formed UTF-8, and how many bytes it has.
struct Letter {
  char32_t code = 0;
  std::size_t size = 1;
};

inline Letter first_letter(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return static_cast<char32_t>(static_cast<unsigned char>(text[i]));
  };
  const auto tail = [&](std::size_t i) { return byte(i) & 0x3fU; };
  if (byte(0) < 0x80) return {byte(0), 1};
  if (byte(0) < 0xe0) return {(byte(0) & 0x1fU) << 6U | tail(1), 2};
  if (byte(0) < 0xf0) return {(byte(0) & 0x0fU) << 12U | tail(1) << 6U | tail(2), 3};
  return {(byte(0) & 0x07U) << 18U | tail(1) << 12U | tail(2) << 6U | tail(3), 4};
}

/// A letter in 16 bits: those beyond the basic plane all look alike.
inline char16_t comparable(char32_t letter) {
  return letter > 0xffff ? char16_t{0xffff} : static_cast<char16_t>(letter);
}

/// How many bytes a letter has that comparable() gave.
inline std::size_t utf8_size(char16_t letter) {
  return letter < 0x80 ? 1 : letter < 0x800 ? 2 : letter < 0xffff ? 3 : 4;
}

/// How many letters a text has.
inline std::size_t letter_count(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0xc0U) != 0x80U) ++count;
  }
  return count;
}

}  // namespace astronova::places::gazetteer
