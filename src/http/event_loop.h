#pragma once

#include <array>
#include <boost/intrusive/list.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <sys/epoll.h>

#include "base/duration_histogram.h"
#include "http/file_descriptor.h"
#include "http/listener.h"
#include "http/queue_delay.h"
#include "http/service.h"
#include "http/watched.h"

namespace astronova::http {

/// One thread's sockets and their deadlines, on Linux's epoll.
///
/// Descriptors are watched from their first day to their last with one call each, and report
/// changes (EPOLLET): a request costs one receive and one send, and a share of one epoll_wait.
///
/// Deadlines are counted in ticks: a connection sets its own by an assignment, and the loop looks
/// at all of them at every tick. So a timeout costs nothing where it does not happen, and is late
/// by one tick at most.
///
/// Threads: what is not marked otherwise belongs to the thread in run().
class EventLoop {
 public:
  using Ticks = std::uint64_t;

  /// Throws std::system_error when the system has no descriptor left.
  EventLoop(Service& service, FileDescriptor listening_socket);
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  /// Serves until stopped and drained, or until the grace has run out.
  /// returns  whether it was drained
  bool run();

  /// Stops as Server::stop does. From any thread.
  void stop();
  /// Has the loop's thread call something soon. From any thread.
  void post(std::function<void()> job);

  /// Has `watched` told of the descriptor's events until the descriptor is closed.
  /// returns  false, with errno, when the system cannot
  bool watch(int descriptor, Watched& watched, std::uint32_t events);
  /// No more events of a descriptor that stays open.
  void forget(int descriptor);
  /// Resumes a connection now. What it throws costs that connection only.
  void resume(LoopMember& member);
  /// Has a connection resumed when the others have had their turns.
  void run_soon(LoopMember& member);
  /// Takes a connection over, and the text of its other end's address.
  void adopt(FileDescriptor socket, std::string peer_address);
  /// Destroys a connection soon: it may still be on the stack.
  void bury(LoopMember& member);

  bool is_stopping() const { return is_stopping_; }
  /// Whether a request that gets its turn `now` has waited for too long, and so have others for too
  /// long a time.
  bool is_overloaded(QueueDelay::Time now);

  /// ServerFigures::loop_lag of this loop. From any thread.
  DurationHistogram::Snapshot lag() const { return lag_.snapshot(); }

  /// How many ticks a time takes at least.
  Ticks ticks_in(std::chrono::milliseconds time) const;
  /// How many ticks have passed.
  Ticks now() const { return now_; }

 private:
  /// As many as there may be in a turn: what the system still holds back has waited unseen.
  static constexpr std::size_t events_at_once_max = 1024;

  using Clock = std::chrono::steady_clock;
  using Members = boost::intrusive::list<LoopMember, boost::intrusive::constant_time_size<false>>;
  using Runnables = boost::intrusive::list<LoopMember, boost::intrusive::base_hook<RunnableHook>,
                                           boost::intrusive::constant_time_size<false>>;

  /// Other threads' way to wake the loop.
  class Mailbox final : public Watched {
   public:
    explicit Mailbox(EventLoop& loop);
    void put(std::function<void()> job);
    void on_events(std::uint32_t events) override;

   private:
    FileDescriptor event_;
    std::mutex mutex_;
    std::vector<std::function<void()>> jobs_;
  };

  /// When the loop has something to do whatever happens.
  Clock::time_point next_due() const;
  int wait_milliseconds() const;
  int wait_for_events();
  void take_events();
  void end_turn();
  void resume_runnables();
  void tick_if_due();
  void begin_stop();
  bool is_done() const;
  void empty_graveyard();
  template <class Action>
  void for_each_member(Action action);

  Service& service_;
  const std::chrono::milliseconds tick_length_;
  const Clock::time_point started_ = Clock::now();
  Clock::time_point time_ = started_;  ///< when this turn began
  Clock::time_point turn_ended_ = started_;
  QueueDelay delay_;
  std::optional<Clock::time_point> refusing_since_;  ///< in this turn
  bool has_idled_ = false;                           ///< there was nothing to do before this turn
  DurationHistogram lag_;
  Ticks now_ = 0;
  Ticks grace_end_ = 0;
  bool is_stopping_ = false;
  FileDescriptor epoll_;
  std::array<epoll_event, events_at_once_max> events_{};
  Mailbox mailbox_;
  Listener listener_;
  Members members_;
  Members graveyard_;
  Runnables runnables_;
};

}  // namespace astronova::http
