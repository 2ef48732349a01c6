#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace astronova::clients {

enum class HttpMethod : std::uint8_t { get, post, put, patch, delete_ };

/// A request to another server.
struct HttpRequest {
  HttpMethod method = HttpMethod::get;
  std::string url;  ///< absolute, http or https
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string body{};
  /// All of it: the name's lookup, connecting, every retry, the last byte of the answer. Less where
  /// the deadline of the work in hand (base/work_context.h) is sooner.
  std::chrono::milliseconds deadline{10'000};
  /// Whether sending it twice does no more than sending it once; only then is it retried. GET, PUT
  /// and DELETE usually are (RFC 9110, 9.2.2), a POST when the server says so.
  bool idempotent = false;
  /// With false, even an idempotent one is sent once: its caller knows more of when to try again
  /// than a status tells.
  bool retried = true;
};

/// Any answer of the server, whatever its status.
struct HttpResponse {
  unsigned status = 0;
  /// In the order received; names in lower case.
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string body{};

  /// The first header of that name, which is given in lower case.
  std::optional<std::string_view> header(std::string_view name) const {
    for (const auto& [known, value] : headers)
      if (known == name) return value;
    return std::nullopt;
  }
};

/// The way out to every vendor.
///
/// Threads: all may use one client at once; the calling thread waits.
class HttpClient {
 public:
  virtual ~HttpClient() = default;

  /// The answer, or the error that there was none within the deadline.
  /// No redirect is followed: it is an answer like any other.
  /// errors  unavailable (no connection, TLS refused, broken off, too large, deadline),
  ///         invalid_value (the URL, a header)
  virtual Result<HttpResponse> send(const HttpRequest& request) = 0;
};

}  // namespace astronova::clients
