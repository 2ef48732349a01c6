#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/trace_context.h"
#include "base/work_context.h"
#include "http/body_source.h"

namespace astronova::http {

/// The methods that a route can be for (RFC 9110 and, for PATCH, RFC 5789).
enum class Method : std::uint8_t { get, head, post, put, patch, delete_, options };
inline constexpr std::size_t method_count = 7;

/// "GET", "DELETE" ...
std::string_view name_of(Method method);
/// Methods are case-sensitive. None for a method that we do not know.
std::optional<Method> method_named(std::string_view name);

/// "Not Found" for 404; "Unknown" for a status that is not registered.
std::string_view reason_phrase(unsigned status);

/// Whether answers of that status have no body, and say nothing of its length.
bool has_no_content(unsigned status);

/// ASCII case is ignored, as in header names.
bool equals_ignoring_case(std::string_view a, std::string_view b);

/// The names and values of a query.
using QueryPairs = std::vector<std::pair<std::string, std::string>>;

/// What a handler is given. The views are valid until the handler has returned; a request can
/// therefore neither be copied nor moved.
struct Request {
  Request() = default;
  /// A request as if a client had sent it, for tests and for use without a server; `target` and
  /// `body` must outlive it. Throws std::invalid_argument where a server would answer 400.
  Request(Method request_method, std::string_view request_target,
          std::string_view request_body = {});
  Request(const Request&) = delete;
  Request& operator=(const Request&) = delete;

  Method method = Method::get;
  std::string_view target;  ///< as sent: path and query
  std::string_view path;    ///< percent-decoded, valid UTF-8; an encoded slash never gets this far
  /// Percent-decoded, valid UTF-8, in the order sent; `+` is a space, as HTML forms write it.
  QueryPairs query;
  std::vector<std::pair<std::string_view, std::string_view>> headers;
  std::string_view body;
  /// By the names in the route's pattern, percent-decoded, in the pattern's order.
  std::vector<std::pair<std::string_view, std::string_view>> path_parameters;
  std::string request_id;
  /// Who has connected, as peer_address_text() writes it: the client, or a proxy before it. What a
  /// proxy says of its client is a header like any other, and nothing here trusts it.
  std::string_view peer_address;
  std::string_view protocol = "HTTP/1.1";  ///< as it is spoken with the client
  /// Whether it came to us over TLS. Over which a proxy before us got it is the proxy's to say.
  bool is_over_tls = false;
  /// When nobody waits for the answer any more: who computes long looks at it.
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
  TraceContext trace{};  ///< set by the server's RequestObserver
  WorkNotes notes{};     ///< what its handler found out, for the server's RequestObserver

  /// The first header of that name; case does not matter.
  std::optional<std::string_view> header(std::string_view name) const;
  /// The first value of that name in the query.
  std::optional<std::string_view> query_value(std::string_view name) const;
  /// The value of a parameter of the route's pattern; empty when the pattern has none of that name.
  std::string_view path_parameter(std::string_view name) const;

  /// Sets target, path and query from a target in origin form (RFC 9112, 3.2.1).
  /// errors  malformed: percent-encoding that is none, bytes that are not UTF-8, an encoded slash
  Result<void> set_target(std::string_view new_target);

  /// Forgets everything but keeps the memory for the next request.
  void clear();

 private:
  void clear_query();

  std::string decoded_path_;
  QueryPairs spare_query_;  // pairs of former requests, for their memory
};

/// How a body is coded for its client (RFC 9110, 8.4).
enum class Coding : std::uint8_t {
  not_negotiated,  ///< as the handler wrote it, whatever the client accepts
  identity,        ///< as the handler wrote it, for clients that do not accept gzip
  gzip,
};

/// How a client finds the end of a body (RFC 9112, 6).
enum class Framing : std::uint8_t {
  by_length,  ///< Content-Length
  chunked,
  until_close,  ///< a stream for a client of HTTP/1.0
};

/// What a handler answers. Content-Length, Transfer-Encoding, Date, X-Request-Id, the CORS headers,
/// those of http/security_headers.h and the coding are the server's to write.
struct Response {
  unsigned status = 200;
  std::string_view content_type{};  ///< of static lifetime; none is sent when empty
  std::string body{};
  /// Instead of `body`: bytes that live and stay the same as long as the program does. They are
  /// sent without a copy, and compressed once.
  std::string_view static_body{};
  std::vector<std::pair<std::string, std::string>> headers{};
  bool compressible = true;  ///< false for what is compressed already (PNG, fonts)
  /// The server's to set. A handler sets gzip where the body is that already, and only for a
  /// request that accepts it.
  Coding coding = Coding::not_negotiated;
  Framing framing = Framing::by_length;  ///< the server's to set
  /// Instead of `body`: where it comes from while it is sent, not compressed. It must not use the
  /// request, which is gone when the handler has returned.
  std::unique_ptr<BodySource> source{};
  /// The Content-Security-Policy of a page, which is what browsers show and run. Empty for all
  /// else, of which they must do neither.
  std::string page_policy{};

  std::string_view content() const { return static_body.data() ? static_body : body; }
};

}  // namespace astronova::http
