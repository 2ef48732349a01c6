#pragma once

#include <array>
#include <string>
#include <string_view>

#include "http/tls_options.h"

namespace astronova::http {

/// The header lines that keep browsers from taking an answer for what it is not, or letting other
/// sites near it. They are the same for all answers of a kind, and are written once. Threads: all
/// may use them at once. docs/web-safety.md tells what each is for.
class SecurityHeaders {
 public:
  /// `is_public`: scripts of all origins may read answers, and so other sites may show them.
  SecurityHeaders(StrictTransport strict_transport, bool is_public);

  /// Whole lines, without the Content-Security-Policy of a page.
  std::string_view lines(bool is_page, bool is_over_tls) const {
    return lines_[(is_page ? 1U : 0U) + (is_over_tls ? 2U : 0U)];
  }

 private:
  std::array<std::string, 4> lines_;
};

}  // namespace astronova::http
