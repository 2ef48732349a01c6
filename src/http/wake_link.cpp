#include "http/wake_link.h"

#include "http/body_source.h"
#include "http/event_loop.h"

namespace astronova::http {

void Waker::wake() const {
  if (link_) link_->wake();
}

void WakeLink::wake() {
  if (is_woken_.exchange(true)) return;
  const std::lock_guard lock(mutex_);
  if (!member_) return;
  loop_.post([link = shared_from_this()] {
    if (link->member_) link->loop_.resume(*link->member_);
  });
}

void WakeLink::cut() {
  const std::lock_guard lock(mutex_);
  member_ = nullptr;
}

}  // namespace astronova::http
