#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <vector>

#include "base/result.h"
#include "http/event_loop.h"

namespace astronova::http {

/// The listening socket: gives each connection to the loop that has the fewest.
/// Threads: all but the constructor and port() belongs to the first loop's thread.
class Listener {
 public:
  using Loops = std::vector<std::unique_ptr<EventLoop>>;

  /// `connections_max` is over all loops; there is at least one loop, and they outlive the
  /// listener.
  Listener(Loops& loops, std::size_t connections_max);

  /// errors  invalid_value, with the address and the system's reason
  Result<void> listen(const std::string& address, std::uint16_t port);
  std::uint16_t port() const { return port_; }

  /// Begins to accept.
  void start();
  /// Hands over what has connected already, and closes the listening socket.
  void stop();

 private:
  boost::asio::awaitable<void> accept_until_stopped();
  boost::asio::awaitable<void> pause(std::chrono::milliseconds time);
  bool has_room() const;
  EventLoop& least_busy_loop();

  Loops& loops_;
  std::size_t connections_max_;
  std::size_t next_loop_ = 0;
  std::uint16_t port_ = 0;
  bool is_stopping_ = false;
  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::steady_timer timer_;
};

}  // namespace astronova::http
