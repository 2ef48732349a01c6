#include "base/json_writer.h"

#include <charconv>
#include <cmath>
#include <cstring>
#include <stdexcept>
#include <utility>

#include "base/utf8.h"

namespace astronova {
namespace {

constexpr int decimals_max = 15;
constexpr std::size_t chunk = 2'048;
constexpr std::size_t escape_bytes_max = 6;  // of one byte: a control character, "\u001f"
constexpr std::string_view replacement_character = "\xEF\xBF\xBD";

bool is_plain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
}

// Whether eight bytes are plain, all at once: the highest bit of a byte of `special` is set where
// the byte has it itself, is below 0x20, or is one of the two; a borrow from a byte below can only
// set more, and then they are looked at one by one.
bool are_plain(const char* eight) {
  constexpr std::uint64_t ones = 0x0101'0101'0101'0101U;
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, eight, sizeof bytes);
  const std::uint64_t quotes = bytes ^ (ones * '"');
  const std::uint64_t backslashes = bytes ^ (ones * '\\');
  const std::uint64_t special =
      bytes | (bytes - ones * 0x20) | (quotes - ones) | (backslashes - ones);
  return (special & (ones * 0x80)) == 0;
}

std::size_t count_plain(std::string_view text) {
  std::size_t count = 0;
  while (count + 8 <= text.size() && are_plain(text.data() + count))
    count += 8;
  while (count < text.size() && is_plain(text[count]))
    ++count;
  return count;
}

char* put_escaped(char* at, char c) {
  switch (c) {
    case '"':
      return put(at, "\\\"");
    case '\\':
      return put(at, "\\\\");
    case '\n':
      return put(at, "\\n");
    case '\r':
      return put(at, "\\r");
    case '\t':
      return put(at, "\\t");
    default:
      break;
  }
  constexpr std::string_view hex = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  at = put(at, "\\u00");
  *at++ = hex[byte >> 4];
  *at++ = hex[byte & 0xF];
  return at;
}

// What is no plain ASCII at the start of `value`, which is shortened by it.
char* put_unplain(char* at, std::string_view& value) {
  if (static_cast<unsigned char>(value.front()) < 0x80) {
    at = put_escaped(at, value.front());
    value.remove_prefix(1);
    return at;
  }
  const std::size_t length = utf8_sequence_length(value);
  at = put(at, length == 0 ? replacement_character : value.substr(0, length));
  value.remove_prefix(length == 0 ? 1 : length);
  return at;
}

struct FixedWriter {
  bool (*fits)(double);
  char* (*put)(char*, double);
};

// By the number of decimals.
constexpr auto fixed_writers = []<int... Decimals>(std::integer_sequence<int, Decimals...>) {
  return std::array{FixedWriter{&fits_units<Decimals>, &put_fixed<Decimals>}...};
}
(std::make_integer_sequence<int, decimals_max + 1>{});

}  // namespace

void JsonWriter::grow(std::size_t bytes) {
  const auto used = static_cast<std::size_t>(at_ - out_.data());
  const std::size_t wanted = used + std::max(bytes, chunk);
  // Memory that the string has already is taken before more is asked for.
  out_.resize(used + bytes <= out_.capacity() ? std::min(wanted, out_.capacity()) : wanted);
  at_ = out_.data() + used;
  end_ = out_.data() + out_.size();
}

void JsonWriter::end_string() {
  out_.resize(static_cast<std::size_t>(at_ - out_.data()));
  end_ = at_;
}

JsonWriter& JsonWriter::key_at_run_time(std::string_view name) {
  at_ = separated(0);
  put_string(name);
  reserve(1);
  *at_++ = ':';
  comma_due_ = false;
  return *this;
}

void JsonWriter::put_string(std::string_view value) {
  reserve(1);
  *at_++ = '"';
  while (!value.empty()) {
    const std::size_t plain = count_plain(value);
    reserve(plain + escape_bytes_max);
    at_ = put(at_, value.substr(0, plain));
    value.remove_prefix(plain);
    if (!value.empty()) at_ = put_unplain(at_, value);
  }
  reserve(1);
  *at_++ = '"';
}

JsonWriter& JsonWriter::string(std::string_view value) {
  at_ = separated(0);
  put_string(value);
  return completed();
}

JsonWriter& JsonWriter::integer(std::int64_t value) {
  return write(number_bytes_max,
               [value](char* at) { return std::to_chars(at, at + number_bytes_max, value).ptr; });
}

JsonWriter& JsonWriter::raw(std::string_view json) {
  return write(json.size(), [json](char* at) { return put(at, json); });
}

JsonWriter& JsonWriter::fixed(double value, int decimals) {
  if (!std::isfinite(value)) throw std::logic_error("JSON has no number for what is not finite");
  if (decimals < 0 || decimals > decimals_max) throw std::logic_error("decimals outside 0 to 15");
  const auto& writer = fixed_writers.at(static_cast<std::size_t>(decimals));
  if (writer.fits(value)) {
    return write(number_bytes_max, [&](char* at) { return writer.put(at, value); });
  }
  constexpr std::size_t digits_max = 340;
  return write(digits_max, [=](char* at) {
    return std::to_chars(at, at + digits_max, value, std::chars_format::fixed, decimals).ptr;
  });
}

}  // namespace astronova
