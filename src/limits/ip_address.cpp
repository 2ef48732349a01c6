#include "limits/ip_address.h"

#include <algorithm>
#include <charconv>

#include <arpa/inet.h>
#include <fmt/format.h>

namespace astronova::limits {
namespace {

constexpr std::size_t v4_offset = 12;
constexpr unsigned v4_bits_before = 96;
constexpr IpAddress::Bytes v4_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

// Whether the first `bits` of two addresses are the same.
bool begin_alike(const IpAddress::Bytes& one, const IpAddress::Bytes& other, unsigned bits) {
  const auto whole = static_cast<std::ptrdiff_t>(bits / 8);
  if (!std::equal(one.begin(), one.begin() + whole, other.begin())) return false;
  const unsigned rest = bits % 8;
  if (rest == 0) return true;
  const auto at = static_cast<std::size_t>(whole);
  const unsigned differing = static_cast<unsigned>(one.at(at)) ^ other.at(at);
  return (differing >> (8 - rest)) == 0;
}

bool is_zero_from(const IpAddress::Bytes& bytes, unsigned bits) {
  for (unsigned bit = bits; bit < 128; ++bit)
    if ((bytes.at(bit / 8) >> (7 - bit % 8) & 1U) != 0) return false;
  return true;
}

Error wrong(std::string_view text, std::string_view what) {
  return {ErrorCode::invalid_value, fmt::format("'{}' {}", text, what), {}};
}

std::optional<unsigned> prefix_length(std::string_view text, unsigned most) {
  unsigned bits = 0;
  const auto* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, bits);
  if (read.ec != std::errc{} || read.ptr != end || bits > most) return std::nullopt;
  return bits;
}

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
  std::array<char, INET6_ADDRSTRLEN> terminated{};
  if (text.size() >= terminated.size() || text.find('\0') != std::string_view::npos) {
    return std::nullopt;
  }
  std::ranges::copy(text, terminated.begin());
  IpAddress address;
  if (text.find(':') != std::string_view::npos) {
    if (::inet_pton(AF_INET6, terminated.data(), address.bytes_.data()) != 1) return std::nullopt;
    return address;
  }
  address.bytes_ = v4_prefix;
  if (::inet_pton(AF_INET, terminated.data(), &address.bytes_.at(v4_offset)) != 1) {
    return std::nullopt;
  }
  return address;
}

bool IpAddress::is_v4() const {
  return begin_alike(bytes_, v4_prefix, v4_bits_before);
}

std::string IpAddress::text() const {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const auto* const begin = is_v4() ? &bytes_.at(v4_offset) : bytes_.data();
  const int family = is_v4() ? AF_INET : AF_INET6;
  return ::inet_ntop(family, begin, text.data(), text.size()) ? text.data() : std::string();
}

Result<AddressRange> AddressRange::parse(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = IpAddress::parse(text.substr(0, slash));
  if (!address) {
    return wrong(text, "is no address: write one such as 192.0.2.7, or a range such as 10.0.0.0/8");
  }
  const unsigned before = address->is_v4() ? v4_bits_before : 0;
  AddressRange range;
  range.first_ = *address;
  range.bits_ = 128;
  if (slash == std::string_view::npos) return range;
  const auto bits = prefix_length(text.substr(slash + 1), 128 - before);
  if (!bits) {
    return wrong(text,
                 fmt::format("is no range: after the slash comes a number up to {}", 128 - before));
  }
  if (*bits == 0) return wrong(text, "is everybody, who would be believed whatever they say");
  range.bits_ = before + *bits;
  if (!is_zero_from(address->bytes(), range.bits_)) {
    return wrong(text,
                 fmt::format("has bits beyond its first {}: write where the range begins", *bits));
  }
  return range;
}

bool AddressRange::contains(const IpAddress& address) const {
  return begin_alike(first_.bytes(), address.bytes(), bits_);
}

}  // namespace astronova::limits
