#include "clients/freshness.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace astronova::clients {
namespace {

using std::chrono::seconds;

// What is longer is as good as for ever, and stays far from overflowing.
constexpr seconds longest = std::chrono::years{1};

std::optional<seconds> read_seconds(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
    text = text.substr(1, text.size() - 2);
  const bool digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  if (text.empty() || !digits) return std::nullopt;
  std::int64_t count = longest.count();
  std::from_chars(text.data(), text.data() + text.size(), count);
  return std::min(seconds{count}, longest);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
    text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
    text.remove_suffix(1);
  return text;
}

std::string lower_case(std::string_view text) {
  std::string lowered{text};
  for (char& c : lowered)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  return lowered;
}

std::optional<seconds> age_allowed(std::string_view cache_control) {
  std::optional<seconds> allowed;
  while (!cache_control.empty()) {
    const auto end = std::min(cache_control.find(','), cache_control.size());
    const std::string directive = lower_case(trimmed(cache_control.substr(0, end)));
    cache_control.remove_prefix(std::min(end + 1, cache_control.size()));
    if (directive == "no-store" || directive == "no-cache") return seconds{0};
    if (directive.starts_with("max-age="))
      allowed = read_seconds(std::string_view{directive}.substr(8));
  }
  return allowed;
}

}  // namespace

std::optional<seconds> freshness(const HttpResponse& response) {
  const auto allowed = age_allowed(response.header("cache-control").value_or(""));
  if (!allowed) return std::nullopt;
  const auto age = read_seconds(response.header("age").value_or("0")).value_or(seconds{0});
  return std::max(*allowed - age, seconds{0});
}

}  // namespace astronova::clients
