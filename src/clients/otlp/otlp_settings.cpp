#include "clients/otlp/otlp_settings.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace astronova::clients::otlp {
namespace {

Error malformed() {
  return {ErrorCode::malformed,
          "OTEL_EXPORTER_OTLP_HEADERS cannot be read; write it as name=value,name=value, with what "
          "is no letter or digit in a value percent-encoded",
          {}};
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ')
    text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ')
    text.remove_suffix(1);
  return text;
}

bool is_name(std::string_view text) {
  static constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           marks.find(c) != std::string_view::npos;
  });
}

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      unsigned value = 0;
      const auto digits = text.substr(i + 1, 2);
      const auto* const end = digits.data() + digits.size();
      const auto read = std::from_chars(digits.data(), end, value, 16);
      if (digits.size() < 2 || read.ptr != end || read.ec != std::errc{}) return std::nullopt;
      c = static_cast<char>(value);
      i += 2;
    }
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7F') return std::nullopt;
    decoded += c;
  }
  return decoded;
}

}  // namespace

Result<Headers> parse_headers(std::string_view text) {
  Headers headers;
  while (!text.empty()) {
    const auto end = std::min(text.find(','), text.size());
    const auto pair = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos) return malformed();
    const auto name = trimmed(pair.substr(0, equals));
    auto value = percent_decoded(trimmed(pair.substr(equals + 1)));
    if (!is_name(name) || !value) return malformed();
    headers.emplace_back(name, *std::move(value));
  }
  return headers;
}

std::string traces_url(std::string endpoint) {
  while (endpoint.ends_with('/'))
    endpoint.pop_back();
  return endpoint + "/v1/traces";
}

}  // namespace astronova::clients::otlp
