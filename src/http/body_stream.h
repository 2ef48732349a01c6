#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "http/body_source.h"
#include "http/message.h"
#include "http/wake_link.h"

namespace astronova::http {

/// A body that is being sent as its source gives it. The loop and one worker take turns with it:
/// between prepare() and the worker's return from call_source() it is the worker's.
class BodyStream {
 public:
  BodyStream(std::unique_ptr<BodySource> source, Framing framing, EventLoop& loop,
             LoopMember& member);
  ~BodyStream() { link_->cut(); }
  BodyStream(const BodyStream&) = delete;
  BodyStream& operator=(const BodyStream&) = delete;

  /// The source is to be asked; `buffer` lends the next chunk its memory.
  void prepare(std::string buffer, bool is_stopping);
  /// Asks the source. On a worker.
  void call_source();
  /// Has a call that has not begun yet do nothing.
  void abandon() { is_abandoned_ = true; }

  /// Why the source has failed, if it has.
  const std::optional<Error>& failure() const { return failure_; }
  const BodyProgress& progress() const { return progress_; }
  bool has_ended() const { return progress_.state == BodyProgress::State::has_ended; }
  /// Whether a source that waits has been woken, or does not know yet that the server stops.
  bool is_call_due(bool is_stopping) const;
  /// Takes what the source gave as it goes over the wire: first `head`, then `content`.
  void take_framed(std::string& head, std::string& content);

 private:
  void ask();

  std::unique_ptr<BodySource> source_;
  const Framing framing_;
  const std::shared_ptr<WakeLink> link_;
  bool is_told_of_stop_ = false;
  std::atomic<bool> is_abandoned_ = false;
  std::string chunk_;
  BodyProgress progress_ = BodyProgress::more();
  std::optional<Error> failure_;
};

}  // namespace astronova::http
