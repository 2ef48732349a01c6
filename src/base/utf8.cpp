#include "base/utf8.h"

#include <algorithm>

namespace astronova {
namespace {

constexpr std::string_view replacement_character = "\xEF\xBF\xBD";
constexpr std::string_view ellipsis = "\xE2\x80\xA6";

unsigned char byte_at(std::string_view text, std::size_t index) {
  return static_cast<unsigned char>(text[index]);
}

// The second byte decides about overlong forms, surrogates and the upper end of Unicode.
bool is_second_byte(unsigned char first, unsigned char second) {
  if (first == 0xE0) return second >= 0xA0 && second <= 0xBF;
  if (first == 0xED) return second >= 0x80 && second <= 0x9F;
  if (first == 0xF0) return second >= 0x90 && second <= 0xBF;
  if (first == 0xF4) return second >= 0x80 && second <= 0x8F;
  return (second & 0xC0) == 0x80;
}

std::size_t announced_length(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return 2;
  if (first >= 0xE0 && first <= 0xEF) return 3;
  if (first >= 0xF0 && first <= 0xF4) return 4;
  return 0;
}

}  // namespace

std::size_t utf8_sequence_length(std::string_view text) {
  if (text.empty()) return 0;
  const unsigned char first = byte_at(text, 0);
  const std::size_t length = announced_length(first);
  if (length < 2) return length;
  if (text.size() < length || !is_second_byte(first, byte_at(text, 1))) return 0;
  const auto is_continuation = [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
  };
  return std::ranges::all_of(text.substr(2, length - 2), is_continuation) ? length : 0;
}

bool is_valid_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_sequence_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string quoted(std::string_view input, std::size_t characters_max) {
  std::string text = "\"";
  for (std::size_t count = 0; !input.empty(); ++count) {
    if (count == characters_max) {
      text += ellipsis;
      break;
    }
    const std::size_t length = utf8_sequence_length(input);
    const bool is_control = byte_at(input, 0) < 0x20 || byte_at(input, 0) == 0x7F;
    text += length == 0 || is_control ? replacement_character : input.substr(0, length);
    input.remove_prefix(std::max<std::size_t>(length, 1));
  }
  text += '"';
  return text;
}

}  // namespace astronova
