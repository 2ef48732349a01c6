#pragma once

#include <atomic>
#include <memory>
#include <mutex>

namespace astronova::http {

class EventLoop;
class LoopMember;

/// The way from whoever wakes a source to the connection that it answers, which may be gone by
/// then.
class WakeLink : public std::enable_shared_from_this<WakeLink> {
 public:
  WakeLink(EventLoop& loop, LoopMember& member) : loop_(loop), member_(&member) {}

  /// Has the connection resumed, unless that is under way already. From any thread.
  void wake();

  // The loop's thread.
  bool is_woken() const { return is_woken_; }
  void clear() { is_woken_ = false; }
  /// The connection goes.
  void cut();

 private:
  EventLoop& loop_;  // is there as long as the connection
  std::mutex mutex_;
  LoopMember* member_;
  std::atomic<bool> is_woken_ = false;
};

}  // namespace astronova::http
