#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

namespace astronova::testing {

/// Stands between a client and a server on 127.0.0.1, and passes on what either says after a delay.
/// Threads: all may call at once.
class DelayingProxy {
 public:
  explicit DelayingProxy(std::uint16_t server_port);
  ~DelayingProxy();
  DelayingProxy(const DelayingProxy&) = delete;
  DelayingProxy& operator=(const DelayingProxy&) = delete;

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
  /// What is received from now on is passed on so much later.
  void set_delay(std::chrono::milliseconds delay) { delay_ = delay; }

 private:
  void accept();

  boost::asio::io_context loop_{1};
  boost::asio::ip::tcp::acceptor acceptor_;
  const std::uint16_t server_port_;
  std::atomic<std::chrono::milliseconds> delay_{std::chrono::milliseconds{0}};
  std::thread thread_;
};

/// A server on 127.0.0.1 that says what it was told to, whatever it is asked: the first text to the
/// first that comes over a connection, and so on; the last to all that follows.
/// Threads: all may call at once.
class ScriptedPeer {
 public:
  explicit ScriptedPeer(std::vector<std::string> says);
  ~ScriptedPeer();
  ScriptedPeer(const ScriptedPeer&) = delete;
  ScriptedPeer& operator=(const ScriptedPeer&) = delete;

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
  int connections() const { return connections_; }

 private:
  void accept();

  boost::asio::io_context loop_{1};
  boost::asio::ip::tcp::acceptor acceptor_;
  const std::vector<std::string> says_;
  std::atomic<int> connections_ = 0;
  std::thread thread_;
};

}  // namespace astronova::testing
