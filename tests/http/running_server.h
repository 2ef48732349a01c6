#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include <gtest/gtest.h>

#include "http/server.h"
#include "tests/http/tls_client.h"

namespace astronova::http {

/// Whether the tests of a server are about one that speaks TLS: where TESTED_TRANSPORT is tls.
bool is_tested_over_tls();
/// The credentials of that server.
const TlsOptions& tested_credentials();

/// Options that let a test see timeouts without waiting for long.
inline ServerOptions quick_options() {
  ServerOptions options;
  if (is_tested_over_tls()) options.tls = tested_credentials();
  options.threads = 2;
  options.worker_threads = 2;
  return options;
}

/// A server on a port of its own, serving on a thread of its own until it is stopped or destroyed.
class RunningServer {
 public:
  explicit RunningServer(Router router, ServerOptions options = quick_options()) {
    auto listening = Server::listen(std::move(options), std::move(router));
    if (!listening) throw std::runtime_error(listening.error().detail);
    server_ = *std::move(listening);
    thread_ = std::thread([this] { drained_ = server_->run(); });
  }
  ~RunningServer() { stop_and_wait(); }
  RunningServer(const RunningServer&) = delete;
  RunningServer& operator=(const RunningServer&) = delete;

  std::uint16_t port() const { return server_->port(); }
  void stop() { server_->stop(); }
  ServerFigures figures() const { return server_->figures(); }

  /// What run() returned.
  bool wait() {
    if (thread_.joinable()) thread_.join();
    return drained_;
  }
  bool stop_and_wait() {
    stop();
    return wait();
  }

 private:
  std::unique_ptr<Server> server_;
  bool drained_ = false;
  std::thread thread_;
};

/// An answer as it came over the wire.
struct Answer {
  unsigned status = 0;  ///< 0: the connection ended before there was one
  std::string head;
  std::string body;
  bool is_cut = false;  ///< the connection ended before the body did

  std::string header(std::string_view name) const;
};

/// A client that sends any bytes whatever, over TLS where that is tested. Each wait is bounded:
/// after ten seconds the test fails.
class Client {
 public:
  explicit Client(std::uint16_t port, int receive_buffer_bytes = 0);
  /// Takes a socket that is not connected yet.
  Client(int socket, std::uint16_t port);
  /// Over TLS, whatever is tested.
  Client(std::uint16_t port, const TlsWish& wish);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  static int make_socket();

  /// As much as the server takes before it closes.
  void send(std::string_view bytes);
  void end_sending();
  /// The next answer. To a HEAD request it has no body, which the client has to be told.
  Answer receive(bool is_head_answer = false);
  Answer ask(std::string_view request) {
    send(request);
    return receive();
  }
  /// The next chunk of an answer whose head alone was received; the last is empty, and none comes
  /// where the connection ends before it.
  std::optional<std::string> receive_chunk();
  Answer receive_head() { return receive(true); }
  /// Ends the connection as a system does whose program has died over unread bytes.
  void reset();
  /// The server has ended the connection so that it can be told from a proper end.
  bool is_reset_by_server() const { return is_reset_; }
  /// A few bytes, if there are any now; false when the server has ended the connection.
  bool receive_drop();
  /// What there is, up to `size` bytes or, over TLS, one record; 0 when the server has ended the
  /// connection.
  std::size_t receive_at_most(std::size_t size);
  /// All bytes up to the end of the connection.
  std::string receive_all();
  bool is_closed_by_server() { return receive_all().empty(); }
  bool is_readable_within(int milliseconds) const;
  TlsClient& tls() { return *tls_; }

 private:
  void connect(std::uint16_t port);
  void shake_hands_if_tested();
  bool receive_some();
  bool receive_at_least(std::size_t size);
  std::string take(std::size_t size);

  int socket_;
  std::unique_ptr<TlsClient> tls_;
  bool is_reset_ = false;
  std::string received_;
};

/// "GET `path`" with a Host.
std::string get(std::string_view path, std::string_view more_headers = "");

}  // namespace astronova::http
