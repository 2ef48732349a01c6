#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"

namespace astronova::http {

class WakeLink;

/// Has a source that waits asked again. Copies wake the same one; a default one wakes nobody.
/// Threads: any, at any time, also while the source is called, and when it and the server are gone.
class Waker {
 public:
  Waker() = default;
  explicit Waker(std::shared_ptr<WakeLink> link) : link_(std::move(link)) {}

  void wake() const;

 private:
  std::shared_ptr<WakeLink> link_;
};

/// What the server tells a source when it asks for bytes.
struct BodyDemand {
  Waker waker{};  ///< for a source that is going to wait
  /// The server stops, and cuts what has not ended when its grace runs out: a source without an end
  /// ends now.
  bool is_stopping = false;
};

/// What a source says beside its bytes.
struct BodyProgress {
  enum class State : std::uint8_t { has_more, is_waiting, has_ended };

  State state = State::has_ended;
  std::chrono::milliseconds wait{};  ///< of one that is waiting

  /// Ask again as soon as the client has taken these bytes.
  static BodyProgress more() { return {State::has_more, {}}; }
  /// Ask again when that time has passed, up to a quarter of a second late, or when woken.
  static BodyProgress waiting(std::chrono::milliseconds time) { return {State::is_waiting, time}; }
  /// Ask again when woken.
  static BodyProgress waiting() { return waiting(std::chrono::milliseconds::max()); }
  /// That was all.
  static BodyProgress end() { return {State::has_ended, {}}; }
};

/// Where the body of an answer comes from that is sent while it is made: an export, events.
///
/// Threads: one call at a time, on the worker pool, not always on the same thread. Destroyed on any
/// thread of the server's, the loops included, so without blocking; never during a call, and soon
/// after the client has gone away. A client that has ended its side while the source waits is taken
/// to have gone.
class BodySource {
 public:
  BodySource() = default;
  virtual ~BodySource() = default;
  BodySource(const BodySource&) = delete;
  BodySource& operator=(const BodySource&) = delete;

  /// Appends the next bytes of the body to `chunk`, which is empty; none is right too. They are
  /// sent at once, and the next are asked for when the system has taken these, so that an answer
  /// holds one chunk in memory; some 64 KB make a good one. May block and compute, but holds a
  /// worker as long: what is waited for longer than for some milliseconds is waited for by
  /// BodyProgress. errors   any, or an exception: the connection is closed so that the client sees
  /// that the body
  ///          is cut, and the log says why
  virtual Result<BodyProgress> next(std::string& chunk, const BodyDemand& demand) = 0;
};

}  // namespace astronova::http
