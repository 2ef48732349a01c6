#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <unordered_map>

#include <curl/curl.h>

namespace astronova::clients::curl {

/// libcurl's multi interface on an Asio loop: it names sockets and times, Asio waits for them.
///
/// Threads: all of it belongs to the thread that runs the loop.
class MultiLoop {
 public:
  using Done = std::function<void(CURLcode)>;

  MultiLoop(boost::asio::io_context& loop, unsigned connections_per_host_max);
  /// Closes all connections. Nothing may be under way.
  ~MultiLoop();
  MultiLoop(const MultiLoop&) = delete;
  MultiLoop& operator=(const MultiLoop&) = delete;

  /// Begins a transfer. `done` is called when it has ended and its handle is free again.
  void start(CURL* transfer, Done done);
  /// Ends a transfer that is under way; its `done` is not called.
  void cancel(CURL* transfer);

 private:
  struct Socket;

  static int on_socket(CURL* transfer, curl_socket_t handle, int wanted, void* self, void*);
  static int on_timer(CURLM* multi, long milliseconds, void* self);
  void watch(curl_socket_t handle, int wanted);
  void forget(curl_socket_t handle);
  void wait(const std::shared_ptr<Socket>& socket);
  void wait_for(const std::shared_ptr<Socket>& socket, int direction);
  void set_timer(long milliseconds);
  void act(curl_socket_t handle, int events);
  void report();

  boost::asio::io_context& loop_;
  boost::asio::steady_timer timer_;
  std::unordered_map<curl_socket_t, std::shared_ptr<Socket>> sockets_;
  std::unordered_map<CURL*, Done> transfers_;
  CURLM* multi_;
};

}  // namespace astronova::clients::curl
