#include "telemetry/trace_parent.h"

#include <algorithm>

namespace astronova::telemetry {
namespace {

constexpr std::size_t trace_id_at = 3;
constexpr std::size_t parent_id_at = 36;
constexpr std::size_t flags_at = 53;
constexpr std::size_t size_of_version_00 = 55;
constexpr std::uint8_t sampled_flag = 1;

// By the character: the value of a digit, or what sets all bits.
constexpr auto digit_values = [] {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  constexpr std::string_view digits = "0123456789abcdef";
  for (std::size_t i = 0; i < digits.size(); ++i)
    values.at(static_cast<unsigned char>(digits[i])) = static_cast<std::int8_t>(i);
  return values;
}();

int digit_value(char c) {
  return digit_values[static_cast<unsigned char>(c)];
}

// Whether the text begins with as many bytes, in lower case.
template <std::size_t Size>
bool read_hexadecimal(std::string_view text, std::array<std::uint8_t, Size>& bytes) {
  int wrong = 0;
  for (std::size_t i = 0; i < Size; ++i) {
    const int high = digit_value(text[2 * i]);
    const int low = digit_value(text[2 * i + 1]);
    wrong |= high | low;
    bytes[i] = static_cast<std::uint8_t>(16 * (high & 15) + (low & 15));
  }
  return wrong >= 0;
}

template <std::size_t Size>
bool is_zero(const std::array<std::uint8_t, Size>& id) {
  return id == std::array<std::uint8_t, Size>{};
}

}  // namespace

std::optional<TraceContext> parse_trace_parent(std::string_view text) {
  if (text.size() < size_of_version_00) return std::nullopt;
  const bool is_divided =
      text[trace_id_at - 1] == '-' && text[parent_id_at - 1] == '-' && text[flags_at - 1] == '-';
  std::array<std::uint8_t, 1> version{};
  std::array<std::uint8_t, 1> flags{};
  TraceContext read;
  if (!is_divided || !read_hexadecimal(text, version) ||
      !read_hexadecimal(text.substr(trace_id_at), read.trace_id) ||
      !read_hexadecimal(text.substr(parent_id_at), read.parent_id) ||
      !read_hexadecimal(text.substr(flags_at), flags))
    return std::nullopt;
  if (version[0] == 0xFF || is_zero(read.trace_id) || is_zero(read.parent_id)) return std::nullopt;
  if (text.size() > size_of_version_00 && (version[0] == 0 || text[size_of_version_00] != '-'))
    return std::nullopt;
  read.is_sampled = (flags[0] & sampled_flag) != 0;
  return read;
}

std::string format_trace_parent(const TraceContext& work) {
  std::string text = "00-";
  text.reserve(size_of_version_00);
  text.append(format_id(work.trace_id)).append(1, '-').append(format_id(work.span_id));
  return text.append(work.is_sampled ? "-01" : "-00");
}

}  // namespace astronova::telemetry
