#include "limits/client_address.h"

#include <algorithm>
#include <array>
#include <ranges>

namespace astronova::limits {
namespace {

struct Word {
  std::string_view name;
  std::span<const std::string_view> ranges;
};

constexpr std::array<std::string_view, 2> loopback{"127.0.0.0/8", "::1"};
constexpr std::array<std::string_view, 6> private_networks{
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7", "fe80::/10"};
constexpr std::array<Word, 2> words{Word{"loopback", loopback}, Word{"private", private_networks}};

std::string_view without_spaces(std::string_view text) {
  constexpr std::string_view spaces = " \t";
  const auto begin = text.find_first_not_of(spaces);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(spaces) - begin + 1);
}

bool is_port(std::string_view text) {
  constexpr std::size_t digits_max = 5;
  return !text.empty() && text.size() <= digits_max &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// "192.0.2.1", "192.0.2.1:443", "2001:db8::1", "[2001:db8::1]", "[2001:db8::1]:443"
std::optional<IpAddress> address_in(std::string_view element) {
  if (element.starts_with('[')) {
    const auto end = element.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    const auto rest = element.substr(end + 1);
    if (!rest.empty() && (rest.front() != ':' || !is_port(rest.substr(1)))) return std::nullopt;
    const auto inside = element.substr(1, end - 1);
    return inside.find(':') == std::string_view::npos ? std::nullopt : IpAddress::parse(inside);
  }
  const auto colon = element.find(':');
  const bool has_port = colon != std::string_view::npos && colon == element.rfind(':');
  if (!has_port) return IpAddress::parse(element);
  return is_port(element.substr(colon + 1)) ? IpAddress::parse(element.substr(0, colon))
                                            : std::nullopt;
}

}  // namespace

Result<AddressRanges> AddressRanges::parse(std::span<const std::string> texts) {
  AddressRanges parsed;
  const auto add = [&parsed](std::string_view text) -> Result<void> {
    const auto range = AddressRange::parse(text);
    if (!range) return range.error();
    parsed.ranges_.push_back(*range);
    return {};
  };
  for (const auto& given : texts) {
    const auto text = without_spaces(given);
    const auto* const word = std::ranges::find(words, text, &Word::name);
    const auto ranges = word == words.end() ? std::span(&text, 1) : word->ranges;
    for (const auto range : ranges)
      if (const auto added = add(range); !added) return added.error();
  }
  return parsed;
}

bool AddressRanges::contains(const IpAddress& address) const {
  return std::ranges::any_of(ranges_, [&](const auto& range) { return range.contains(address); });
}

std::optional<IpAddress> client_address(std::string_view peer,
                                        std::span<const std::string_view> forwarded_for,
                                        const AddressRanges& proxies) {
  auto client = IpAddress::parse(peer);
  if (!client || !proxies.contains(*client)) return client;
  for (const auto line : std::views::reverse(forwarded_for)) {
    auto rest = line;
    for (bool is_more = true; is_more;) {
      const auto comma = rest.rfind(',');
      is_more = comma != std::string_view::npos;
      const auto element = is_more ? rest.substr(comma + 1) : rest;
      const auto address = address_in(without_spaces(element));
      if (!address) return client;
      client = address;
      if (!proxies.contains(*client)) return client;
      if (is_more) rest = rest.substr(0, comma);
    }
  }
  return client;
}

}  // namespace astronova::limits
