#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive/list.hpp>
#include <chrono>
#include <cstdint>

#include "http/responder.h"
#include "http/server.h"
#include "http/worker_pool.h"

namespace astronova::http {

/// What all connections of a server share.
struct Service {
  Service(ServerOptions given, Router router);

  ServerOptions options;
  Responder responder;
  WorkerPool workers;
};

/// What a loop holds until it destroys itself. All of it happens on the loop's thread.
class LoopMember : public boost::intrusive::list_base_hook<
                       boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  /// So much time has passed, in the loop's ticks: for enforcing deadlines.
  virtual void tick(std::uint64_t now) = 0;
  /// The loop stops: end what may never end by itself.
  virtual void stop() = 0;

 protected:
  LoopMember() = default;
  ~LoopMember() = default;
};

/// One thread's sockets and their deadlines.
///
/// Deadlines are counted in ticks: a connection sets its own by an assignment, and one timer a loop
/// looks at all of them at every tick. So a timeout costs nothing where it does not happen, and is
/// late by one tick at most.
///
/// Threads: what is not marked otherwise belongs to the thread in run().
class EventLoop {
 public:
  using Ticks = std::uint64_t;

  explicit EventLoop(Service& service);
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  /// Serves until stopped and drained, or until the grace has run out.
  /// returns  whether it was drained
  bool run();

  /// Stops as Server::stop does. From any thread.
  void stop();

  /// Takes a connection over, whose socket was made for this loop's context. From any thread,
  /// before stop().
  void adopt(boost::asio::ip::tcp::socket socket);

  /// How many connections there are. From any thread.
  std::size_t connection_count() const { return connection_count_.load(std::memory_order_relaxed); }

  boost::asio::io_context& context() { return context_; }
  bool is_stopping() const { return is_stopping_; }

  /// The tick by which that much time has passed.
  Ticks deadline_after(std::chrono::milliseconds time) const;

  void add(LoopMember& member) { members_.push_back(member); }

 private:
  using Members = boost::intrusive::list<LoopMember, boost::intrusive::constant_time_size<false>>;

  void schedule_tick();
  void tick();
  void begin_stop();
  void end_if_drained();
  void forget_connection();

  Service& service_;
  const std::chrono::milliseconds tick_length_;
  Ticks now_ = 0;
  Ticks grace_end_ = 0;
  bool is_stopping_ = false;
  bool was_drained_ = false;
  std::atomic<std::size_t> connection_count_ = 0;
  Members members_;
  // Destroyed first: it owns the coroutines, and these the connections, which unlink themselves.
  boost::asio::io_context context_;
  boost::asio::steady_timer timer_;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

}  // namespace astronova::http
