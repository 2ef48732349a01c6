#include "http/stop_signals.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <system_error>

#include <sys/eventfd.h>

namespace astronova::http {
namespace {

constexpr std::array signals{SIGINT, SIGTERM};

// What a signal handler may use.
std::atomic<int> notified = -1;
static_assert(std::atomic<int>::is_always_lock_free);

extern "C" void note_stop_signal(int) {
  const int saved = errno;
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(notified.load(), &one, sizeof one);
  errno = saved;
}

}  // namespace

struct StopSignals::Former {
  std::array<struct sigaction, signals.size()> actions{};
};

StopSignals::StopSignals()
    : event_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)), former_(std::make_unique<Former>()) {
  if (!event_) throw std::system_error(errno, std::generic_category(), "eventfd");
  notified = event_.get();
  struct sigaction action {};
  action.sa_handler = note_stop_signal;
  action.sa_flags = SA_RESTART;
  for (std::size_t i = 0; i < signals.size(); ++i)
    sigaction(signals.at(i), &action, &former_->actions.at(i));
}

StopSignals::~StopSignals() {
  for (std::size_t i = 0; i < signals.size(); ++i)
    sigaction(signals.at(i), &former_->actions.at(i), nullptr);
  notified = -1;
}

}  // namespace astronova::http
