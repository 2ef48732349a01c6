#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "http/figures.h"
#include "http/queue_delay.h"
#include "http/router.h"
#include "http/tls_options.h"

namespace astronova::http {

class Admission;
class RequestObserver;

/// How a server listens and what it bears. The defaults are those of production.
struct ServerOptions {
  std::string address = "127.0.0.1";  ///< an IPv4 or IPv6 address; "::" hears both
  std::uint16_t port = 0;             ///< 0: any that is free
  unsigned threads = 0;               ///< event loops; 0: one for each processor
  /// For what runs on_worker; 0: one for each processor, and eight at least, as they wait more than
  /// they work.
  unsigned worker_threads = 0;
  unsigned computing_threads = 0;  ///< for what runs on_computing_worker; 0: one for each processor
  std::size_t worker_queue = 64;   ///< requests that may wait for a worker of either sort; then 503
  std::size_t max_connections = 10'000;  ///< more wait in the kernel's backlog
  /// Origins ("https://example.org") whose scripts may read answers; "*" is all of them.
  std::vector<std::string> cors_origins{};
  std::optional<TlsOptions> tls{};  ///< none: plain HTTP, for the same machine or a proxy
  StrictTransport strict_transport = StrictTransport::when_tls;

  std::size_t header_bytes = 16'384;   ///< request line and headers together; 414 or 431
  std::size_t body_bytes = 1'048'576;  ///< 413
  std::chrono::milliseconds head_timeout{
      10'000};  ///< from a request's first byte to its last header; 408
  std::chrono::milliseconds body_timeout{30'000};  ///< from the last header to the last byte; 408
  std::chrono::milliseconds idle_timeout{30'000};  ///< between requests; closed
  /// For a client to take so many bytes of an answer, or what is left of it; closed. A client that
  /// is slower than this, 4 KB/s, has no connection.
  std::chrono::milliseconds write_timeout{60'000};
  std::size_t write_bytes = 262'144;
  std::chrono::milliseconds linger_timeout{
      5'000};  ///< to swallow what is still sent after an error
  std::chrono::milliseconds shutdown_grace{8'000};  ///< from stop() to the end of run(), at most

  /// From a whole request to its answer. A worker does not begin what comes to it later; 503.
  std::chrono::milliseconds request_timeout{30'000};

  Admission* admission = nullptr;       ///< asked before each handler; outlives the server
  RequestObserver* observer = nullptr;  ///< told of each request; outlives the server

  /// How long requests may wait for a worker, or for their turn on an event loop, before others
  /// are turned away with 503.
  WaitLimits wait{};
  std::size_t bodies_bytes = 268'435'456;  ///< of all requests' bodies at once; then 503
  /// Of all long answers, 64 KB and more, that their clients have yet to take; then 503. When three
  /// quarters are taken, clients have a sixth of write_timeout.
  std::size_t answers_bytes = 268'435'456;

  /// Kept back of what the system allows, for all but connections: files, databases, calls to
  /// other servers.
  std::size_t spare_descriptors = 64;

  bool stop_on_signals = false;  ///< SIGTERM and SIGINT do what stop() does, after `drain_delay`
  /// How long after such a signal it still serves as before, for load balancers to notice that it
  /// is about to go; a second signal ends it.
  std::chrono::milliseconds drain_delay{0};
  std::function<void()> on_draining{};  ///< called at such a signal, on an event loop
};

/// An HTTP/1.1 server (RFC 9110, 9112), over TLS 1.2 and 1.3 if told so.
///
/// Every answer carries Date, X-Request-Id and what http/security_headers.h has. Bodies of a
/// kilobyte and more are sent gzip-coded to who accepts that. Every error is a problem document;
/// after one that the parser raised the connection is closed. Malformed and hostile input gets
/// a 4xx or a closed connection.
class Server {
 public:
  /// Listens; connections wait until run().
  /// errors  invalid_value, with the address and the system's reason; data_missing: those of
  ///         make_tls_context
  static Result<std::unique_ptr<Server>> listen(ServerOptions options, Router router);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// The port that is listened on.
  std::uint16_t port() const;

  /// How busy it is. From any thread, at any time.
  ServerFigures figures() const;

  /// Serves until stop(), on the calling thread and on others. Called once.
  /// returns  true when everything in flight was answered; false when the grace ran out first. Then
  ///          a handler may still be running on a worker, and the destructor would wait for it.
  bool run();

  /// Stops gracefully: accepts nothing new, closes what is idle, answers what is in flight with
  /// Connection: close. Returns at once. From any thread, also before run(), any number of times;
  /// not from a signal handler.
  void stop();

 private:
  class Implementation;
  explicit Server(std::unique_ptr<Implementation> implementation);
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace astronova::http
