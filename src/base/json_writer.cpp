#include "base/json_writer.h"

#include <array>
#include <cassert>
#include <charconv>
#include <cmath>
#include <stdexcept>

#include "base/utf8.h"

namespace astronova {
namespace {

constexpr int decimals_max = 15;
constexpr std::array<double, decimals_max + 1> powers_of_ten{
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
constexpr double exact_integers_end = 9007199254740992.0;  // 2^53

bool is_plain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
}

void append_escaped(std::string& out, char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  constexpr std::string_view hex = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  out += "\\u00";
  out += hex[byte >> 4];
  out += hex[byte & 0xF];
}

/// The value times 10^decimals, rounded half to even from the exact product: the fused
/// multiply-add gives what the rounded product lost, so the comparison with one half is exact.
/// Only for products below 2^53.
std::uint64_t scaled(double magnitude, double power) {
  const double product = magnitude * power;
  const double lost = std::fma(magnitude, power, -product);
  const double whole = std::floor(product);
  const double above_half = (product - whole) - 0.5;
  auto integer = static_cast<std::uint64_t>(whole);
  if (above_half > -lost) return integer + 1;
  if (above_half == -lost) return integer + (integer & 1U);
  // The product was rounded up to a whole number: the exact one may lie just below it, which
  // rounds to that whole number all the same, since what was lost is less than one half.
  return integer;
}

/// Digits of `value`, at least `width` of them, ending at `end`; returns where they begin.
char* write_digits(char* end, std::uint64_t value, int width) {
  char* at = end;
  while (value != 0 || end - at < width) {
    *--at = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  return at;
}

void append_scaled(std::string& out, bool negative, std::uint64_t value, int decimals) {
  std::array<char, 40> text{};
  char* const end = text.data() + text.size();
  char* at = end;
  if (decimals > 0) {
    const auto power =
        static_cast<std::uint64_t>(powers_of_ten.at(static_cast<std::size_t>(decimals)));
    at = write_digits(at, value % power, decimals);
    *--at = '.';
    value /= power;
  }
  at = write_digits(at, value, 1);
  if (negative) *--at = '-';
  out.append(at, end);
}

}  // namespace

void append_json_string(std::string& out, std::string_view value) {
  out += '"';
  while (!value.empty()) {
    std::size_t plain = 0;
    while (plain < value.size() && is_plain(value[plain]))
      ++plain;
    out.append(value.substr(0, plain));
    value.remove_prefix(plain);
    if (value.empty()) break;
    if (static_cast<unsigned char>(value.front()) < 0x80) {
      append_escaped(out, value.front());
      value.remove_prefix(1);
      continue;
    }
    const std::size_t length = utf8_sequence_length(value);
    out.append(length == 0 ? std::string_view("\xEF\xBF\xBD") : value.substr(0, length));
    value.remove_prefix(length == 0 ? 1 : length);
  }
  out += '"';
}

void JsonWriter::separate() {
  if (comma_due_) out_ += ',';
  comma_due_ = true;
}

JsonWriter& JsonWriter::open(char bracket) {
  separate();
  out_ += bracket;
  comma_due_ = false;
  return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
  out_ += bracket;
  comma_due_ = true;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  separate();
  append_json_string(out_, name);
  out_ += ':';
  comma_due_ = false;
  return *this;
}

JsonWriter& JsonWriter::string(std::string_view value) {
  separate();
  append_json_string(out_, value);
  return *this;
}

JsonWriter& JsonWriter::integer(std::int64_t value) {
  separate();
  std::array<char, 24> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  out_.append(text.data(), end);
  return *this;
}

JsonWriter& JsonWriter::boolean(bool value) {
  return raw(value ? "true" : "false");
}

JsonWriter& JsonWriter::null() {
  return raw("null");
}

JsonWriter& JsonWriter::raw(std::string_view json) {
  separate();
  out_ += json;
  return *this;
}

JsonWriter& JsonWriter::fixed(double value, int decimals) {
  if (!std::isfinite(value)) throw std::logic_error("JSON has no number for what is not finite");
  if (decimals < 0 || decimals > decimals_max) throw std::logic_error("decimals outside 0 to 15");
  const double power = powers_of_ten.at(static_cast<std::size_t>(decimals));
  const double magnitude = std::abs(value);
  separate();
  if (magnitude * power < exact_integers_end) {
    const std::uint64_t rounded = scaled(magnitude, power);
    append_scaled(out_, value < 0 && rounded != 0, rounded, decimals);
    return *this;
  }
  std::array<char, 340> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value,
                                 std::chars_format::fixed, decimals)
                       .ptr;
  out_.append(text.data(), end);
  return *this;
}

}  // namespace astronova
