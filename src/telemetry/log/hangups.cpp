#include "telemetry/log/hangups.h"

#include <atomic>
#include <csignal>

namespace astronova::telemetry {
namespace {

// What a signal handler may use.
std::atomic<bool> has_come = false;
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void note_hangup(int) {
  has_come = true;
}

}  // namespace

struct Hangups::Former {
  struct sigaction action {};
};

Hangups::Hangups() : former_(std::make_unique<Former>()) {
  struct sigaction action {};
  action.sa_handler = note_hangup;
  action.sa_flags = SA_RESTART;
  sigaction(SIGHUP, &action, &former_->action);
}

Hangups::~Hangups() {
  sigaction(SIGHUP, &former_->action, nullptr);
}

bool Hangups::take() {
  return has_come.exchange(false);
}

}  // namespace astronova::telemetry
