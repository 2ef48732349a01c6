#include "http/target.h"

#include <algorithm>
#include <optional>

#include "base/utf8.h"
#include "http/message.h"

namespace astronova::http {
namespace {

Error malformed(std::string detail) {
  return Error{ErrorCode::malformed, std::move(detail), {}};
}

std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

/// The byte that the three characters at `text` stand for, if they are "%XX".
std::optional<char> encoded_byte(std::string_view text) {
  if (text.size() < 3) return std::nullopt;
  const auto high = hex_digit(text[1]);
  const auto low = hex_digit(text[2]);
  if (!high || !low) return std::nullopt;
  return static_cast<char>(*high * 16 + *low);
}

/// Overwrites `decoded`.
Result<void> percent_decode(std::string_view text, bool plus_is_space, std::string& decoded) {
  decoded.clear();
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      const auto byte = encoded_byte(text.substr(i));
      if (!byte) {
        return malformed(
            "The percent-encoding at " + quoted(text.substr(i, 3)) +
            " is malformed: write % and two hexadecimal digits, and %25 for % itself.");
      }
      decoded += *byte;
      i += 2;
    } else {
      decoded += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  if (!is_valid_utf8(decoded)) {
    return malformed("The target of the request is not UTF-8: encode its characters as UTF-8.");
  }
  return {};
}

std::pair<std::string, std::string> take_spare(QueryPairs& spares) {
  if (spares.empty()) return {};
  auto pair = std::move(spares.back());
  spares.pop_back();
  return pair;
}

}  // namespace

bool is_ascii(std::string_view text) {
  // Without a way out of the loop, so that it is compiled to a few wide operations.
  unsigned char bits = 0;
  for (const char c : text)
    bits |= static_cast<unsigned char>(c);
  return bits < 0x80;
}

Result<void> decode_path(std::string_view path, std::string& decoded) {
  auto done = percent_decode(path, false, decoded);
  if (!done) return done;
  if (std::ranges::count(decoded, '/') != std::ranges::count(path, '/')) {
    return malformed("The path holds an encoded slash (%2F): no path of this server needs one.");
  }
  return {};
}

Result<void> decode_query(std::string_view query, QueryPairs& pairs, QueryPairs& spares) {
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    if (pair.empty()) continue;
    const std::size_t equals = pair.find('=');
    const bool has_value = equals != std::string_view::npos;
    auto decoded = take_spare(spares);
    auto named = percent_decode(pair.substr(0, equals), true, decoded.first);
    if (!named) return named;
    auto valued = percent_decode(has_value ? pair.substr(equals + 1) : std::string_view(), true,
                                 decoded.second);
    if (!valued) return valued;
    pairs.push_back(std::move(decoded));
  }
  return {};
}

std::string_view origin_form(std::string_view target) {
  if (target.starts_with('/')) return target;
  const std::size_t authority = target.find("://");
  if (authority == std::string_view::npos) return {};
  const std::string_view scheme = target.substr(0, authority);
  if (!equals_ignoring_case(scheme, "http") && !equals_ignoring_case(scheme, "https")) return {};
  const std::size_t path = target.find_first_of("/?", authority + 3);
  if (path == std::string_view::npos) return "/";
  return target[path] == '/' ? target.substr(path) : std::string_view();
}

}  // namespace astronova::http
