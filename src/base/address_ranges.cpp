#include "base/address_ranges.h"

#include <algorithm>
#include <charconv>

#include <arpa/inet.h>

namespace astronova {
namespace {

constexpr unsigned bits_of_four = 32;
constexpr unsigned bits_of_six = 128;
constexpr std::size_t mapped_bytes = 12;

Error no_range(const std::string& text) {
  return {ErrorCode::invalid_value,
          '"' + text + "\" is no range of addresses, such as 10.0.0.0/8, fc00::/7 or 192.0.2.7",
          {}};
}

}  // namespace

bool AddressRanges::read(const std::string& text, Bytes& bytes, bool& is_four) {
  bytes = {};
  is_four = ::inet_pton(AF_INET, text.c_str(), bytes.data() + mapped_bytes) == 1;
  if (!is_four) return ::inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1;
  bytes[mapped_bytes - 2] = bytes[mapped_bytes - 1] = 0xFF;
  return true;
}

Result<AddressRanges> AddressRanges::parse(const std::vector<std::string>& texts) {
  AddressRanges ranges;
  for (const auto& text : texts) {
    const auto slash = text.find('/');
    Range range;
    bool is_four = false;
    if (!read(text.substr(0, slash), range.first, is_four)) return no_range(text);
    const unsigned bits_max = is_four ? bits_of_four : bits_of_six;
    unsigned bits = bits_max;
    if (slash != std::string::npos) {
      const char* const end = text.data() + text.size();
      const auto [stop, failure] = std::from_chars(text.data() + slash + 1, end, bits);
      if (failure != std::errc{} || stop != end || bits > bits_max) return no_range(text);
    }
    range.prefix_bits = bits_of_six - bits_max + bits;
    ranges.ranges_.push_back(range);
  }
  return ranges;
}

bool AddressRanges::has(const Range& range, const Bytes& address) {
  unsigned left = range.prefix_bits;
  for (std::size_t i = 0; left > 0; ++i) {
    const unsigned bits = std::min(left, 8U);
    const auto different = static_cast<unsigned>(range.first[i] ^ address[i]);
    if (different >> (8 - bits) != 0) return false;
    left -= bits;
  }
  return true;
}

bool AddressRanges::contains(std::string_view address) const {
  Bytes bytes{};
  bool is_four = false;
  if (!read(std::string(address), bytes, is_four)) return false;
  return std::ranges::any_of(ranges_, [&](const Range& range) { return has(range, bytes); });
}

}  // namespace astronova
