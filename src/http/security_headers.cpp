#include "http/security_headers.h"

#include <fmt/format.h>

namespace astronova::http {
namespace {

constexpr std::string_view every_answer =
    "X-Content-Type-Options: nosniff\r\n"
    "X-Frame-Options: DENY\r\n";
constexpr std::string_view no_page =
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"
    "Referrer-Policy: no-referrer\r\n";
constexpr std::string_view page =
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), usb=()\r\n"
    "Referrer-Policy: strict-origin-when-cross-origin\r\n";
// Two years, which is what browsers' lists of such sites ask for.
constexpr std::string_view only_over_tls =
    "Strict-Transport-Security: max-age=63072000; includeSubDomains\r\n";

bool is_strict(StrictTransport strict_transport, bool is_over_tls) {
  return strict_transport == StrictTransport::always ||
         (strict_transport == StrictTransport::when_tls && is_over_tls);
}

}  // namespace

SecurityHeaders::SecurityHeaders(StrictTransport strict_transport, bool is_public) {
  for (const bool is_page : {false, true}) {
    for (const bool is_over_tls : {false, true}) {
      const bool is_open = is_public && !is_page;
      lines_.at((is_page ? 1U : 0U) + (is_over_tls ? 2U : 0U)) =
          fmt::format("{}{}Cross-Origin-Resource-Policy: {}\r\n{}", every_answer,
                      is_page ? page : no_page, is_open ? "cross-origin" : "same-origin",
                      is_strict(strict_transport, is_over_tls) ? only_over_tls : "");
    }
  }
}

}  // namespace astronova::http
