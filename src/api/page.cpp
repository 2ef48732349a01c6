#include "api/page.h"

#include <cstdint>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace astronova::api {
namespace {

constexpr std::string_view place = "{nonce}";
constexpr std::size_t nonce_bytes = 16;

std::string draw_nonce(const Randomness& randomness) {
  return fmt::format("{:02x}", fmt::join(randomness.bytes<nonce_bytes>(), ""));
}

// What is not named is forbidden, by default-src or by itself where that does not speak for it.
std::string policy(std::string_view nonce) {
  return fmt::format(
      "default-src 'none'; script-src 'self' 'nonce-{0}'; style-src 'self' 'nonce-{0}'; "
      "img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
      "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
      nonce);
}

}  // namespace

Page::Page(std::string_view html) {
  for (auto at = html.find(place); at != std::string_view::npos; at = html.find(place)) {
    parts_.push_back(html.substr(0, at));
    html.remove_prefix(at + place.size());
  }
  parts_.push_back(html);
}

http::Response Page::answer(const Randomness& randomness) const {
  const auto nonce = draw_nonce(randomness);
  http::Response response;
  response.content_type = "text/html; charset=utf-8";
  response.body = fmt::format("{}", fmt::join(parts_, nonce));
  response.page_policy = policy(nonce);
  response.headers.emplace_back("Cache-Control", "no-cache");
  return response;
}

}  // namespace astronova::api
