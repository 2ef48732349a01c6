#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/randomness.h"
#include "clients/curl/retries.h"
#include "clients/http_client.h"

namespace astronova::clients::curl {

struct CurlSettings {
  /// A PEM file of the authorities to trust in the place of the system's; empty: the system's.
  /// There is no way not to verify.
  std::string ca_file{};
  /// "http://host:port", "https://…", "socks5h://…". None: as https_proxy, HTTPS_PROXY, http_proxy,
  /// all_proxy, ALL_PROXY, no_proxy and NO_PROXY say (curl(1)); empty: no proxy.
  std::optional<std::string> proxy{};
  std::string no_proxy{};  ///< with `proxy`: hosts reached without it, separated by commas
  std::size_t response_bytes_max = std::size_t{16} << 20U;  ///< of a body; more is an error
  /// Of each of the two kinds below; calls beyond them wait their turn.
  unsigned connections_per_host_max = 16;
  RetrySettings retries{};
};

/// The way out on libcurl. One thread of its own moves the bytes of all calls.
///
/// What is `idempotent` goes over HTTP/2 where a TLS server offers it, many calls in one
/// connection, else over HTTP/1.1; connections are kept for the next call. What is not goes over
/// HTTP/1.1 connections that it shares with nothing else, for at most one request reaches the
/// server then; without a body it gets a new one.
///
/// A request that is `idempotent` is sent again, after a pause of random length, when there was no
/// connection, it broke off, or the answer is 429, 502, 503 or 504. A Retry-After is kept to. When
/// the pause would not end before the deadline, what the last attempt gave is the answer.
///
/// Error details name the server's host and port and nothing else of the request.
class CurlClient final : public HttpClient {
 public:
  /// The clock and the randomness must outlive the client.
  /// errors  data_missing (ca_file cannot be read), invalid_value (proxy)
  static Result<std::unique_ptr<CurlClient>> start(const CurlSettings& settings, const Clock& clock,
                                                   const Randomness& randomness);
  /// As stop(); no call may begin any more.
  ~CurlClient() override;

  Result<HttpResponse> send(const HttpRequest& request) override;

  /// Ends the calls under way, and those to come, with `unavailable`. When it returns, none of them
  /// uses the network. As often as you like, from every thread.
  void stop();

 private:
  class Engine;

  explicit CurlClient(std::unique_ptr<Engine> engine);

  std::unique_ptr<Engine> engine_;
};

}  // namespace astronova::clients::curl
