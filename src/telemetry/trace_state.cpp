#include "telemetry/trace_state.h"

#include <algorithm>

namespace astronova::telemetry {
namespace {

// 3.3.1.5: what should be passed on at least.
constexpr std::size_t bytes_max = 512;
constexpr std::size_t members_max = 32;
constexpr std::size_t part_bytes_max = 256;

bool is_lower_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool is_key(std::string_view text) {
  return !text.empty() && text.size() <= part_bytes_max && is_lower_or_digit(text.front()) &&
         std::ranges::all_of(text, [](char c) {
           return is_lower_or_digit(c) || std::string_view("_-*/@").find(c) != std::string::npos;
         });
}

bool is_value(std::string_view text) {
  return !text.empty() && text.size() <= part_bytes_max && text.back() != ' ' &&
         std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~' && c != '='; });
}

std::string_view trimmed(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_space(text.front()))
    text.remove_prefix(1);
  while (!text.empty() && is_space(text.back()))
    text.remove_suffix(1);
  return text;
}

bool is_member(std::string_view text) {
  const auto equals = text.find('=');
  return equals != std::string_view::npos && is_key(text.substr(0, equals)) &&
         is_value(text.substr(equals + 1));
}

}  // namespace

void TraceState::add(std::string_view value) {
  while (!value.empty() && !is_bad_) {
    const auto end = std::min(value.find(','), value.size());
    const auto member = trimmed(value.substr(0, end));
    value.remove_prefix(std::min(end + 1, value.size()));
    if (member.empty()) continue;
    if (!list_.empty()) list_ += ',';
    is_bad_ =
        !is_member(member) || ++count_ > members_max || list_.size() + member.size() > bytes_max;
    if (!is_bad_) list_ += member;
  }
}

std::optional<std::string> TraceState::value() const {
  if (is_bad_ || list_.empty()) return std::nullopt;
  return list_;
}

}  // namespace astronova::telemetry
