#include "app/release/signal_waiter.h"

#include <cerrno>
#include <csignal>
#include <system_error>
#include <thread>

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace astronova::app {
namespace {

sigset_t stopping() {
  sigset_t signals{};
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  return signals;
}

}  // namespace

SignalWaiter::SignalWaiter() {
  const auto signals = stopping();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signals_ = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
  if (signals_ < 0) throw std::system_error(errno, std::system_category(), "signalfd");
}

SignalWaiter::~SignalWaiter() {
  close(signals_);
  const auto signals = stopping();
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

void SignalWaiter::read_signals(std::chrono::milliseconds time) const {
  pollfd waited{signals_, POLLIN, 0};
  if (poll(&waited, 1, static_cast<int>(time.count())) <= 0) return;
  signalfd_siginfo signal{};
  while (read(signals_, &signal, sizeof signal) == sizeof signal)
    is_asked_ = true;
}

bool SignalWaiter::wait(std::chrono::milliseconds time) {
  const auto end = now() + time;
  while (!is_asked_to_stop()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - now());
    if (left.count() <= 0) return true;
    read_signals(left);
  }
  return false;
}

void SignalWaiter::pause(std::chrono::milliseconds time) {
  std::this_thread::sleep_for(time);
}

bool SignalWaiter::is_asked_to_stop() const {
  if (!is_asked_) read_signals(std::chrono::milliseconds(0));
  return is_asked_;
}

}  // namespace astronova::app
