#include "health/watch.h"

#include <exception>
#include <utility>

#include <fmt/format.h>

namespace astronova::health {
namespace {

using Clock = std::chrono::steady_clock;

Finding too_slow(std::chrono::milliseconds within) {
  return unhealthy(fmt::format("no answer within {} ms", within.count()));
}

Finding ask_safely(Probe& probe, std::chrono::milliseconds within) {
  try {
    return probe.run(within);
  } catch (const std::exception&) {
    return unhealthy("the check itself failed");
  }
}

}  // namespace

Watch::Watch(std::unique_ptr<Probe> probe)
    : probe_(std::move(probe)),
      schedule_(probe_->schedule()),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

Watch::~Watch() = default;

void Watch::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const auto next = Clock::now() + schedule_.interval;
    ask();
    std::unique_lock lock(mutex_);
    changed_.wait_until(lock, stop, next, [] { return false; });
  }
}

void Watch::ask() {
  const auto began = Clock::now();
  {
    const std::lock_guard lock(mutex_);
    asked_ = began;
  }
  auto finding = ask_safely(*probe_, schedule_.within);
  const bool is_late = Clock::now() - began > schedule_.within;
  {
    const std::lock_guard lock(mutex_);
    if (is_late && finding.state == State::healthy) finding = too_slow(schedule_.within);
    found_ = std::move(finding);
    asked_.reset();
  }
  changed_.notify_all();
}

Finding Watch::finding() const {
  const std::lock_guard lock(mutex_);
  if (asked_ && Clock::now() - *asked_ > schedule_.within) return too_slow(schedule_.within);
  return found_ ? *found_ : unhealthy("not asked yet");
}

void Watch::wait_for_first() const {
  std::unique_lock lock(mutex_);
  // A moment more, so that what comes just in time is waited for.
  const auto patience = schedule_.within + std::chrono::milliseconds(10);
  changed_.wait_for(lock, patience, [this] { return found_.has_value(); });
}

void Watch::stop() {
  thread_.request_stop();
}

}  // namespace astronova::health
