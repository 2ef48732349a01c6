#include "clients/circuit_breaker.h"

#include <algorithm>

namespace astronova::clients {

CircuitBreaker::CircuitBreaker(const BreakerSettings& settings) : settings_(settings) {}

std::optional<CircuitBreaker::Permit> CircuitBreaker::ask(Time now) {
  const std::lock_guard lock(mutex_);
  switch (state_) {
    case State::closed:
      return Permit{era_};
    case State::half_open:
      return std::nullopt;
    case State::open:
      break;
  }
  if (now - opened_ < settings_.open_for) return std::nullopt;
  enter(State::half_open);
  return Permit{era_};
}

void CircuitBreaker::record(Permit permit, bool well, Time now) {
  const std::lock_guard lock(mutex_);
  if (permit.era != era_) return;
  if (state_ == State::half_open) {
    enter(well ? State::closed : State::open);
    opened_ = now;
    return;
  }
  count(well, now);
  if (well || !are_too_many_failing(now)) return;
  enter(State::open);
  opened_ = now;
  ++openings_;
}

void CircuitBreaker::forgo(Permit permit) {
  const std::lock_guard lock(mutex_);
  if (permit.era == era_ && state_ == State::half_open) enter(State::open);
}

void CircuitBreaker::enter(State state) {
  state_ = state;
  ++era_;
  slices_ = {};
}

std::int64_t CircuitBreaker::slice_number(Time now) const {
  const auto length = std::chrono::duration_cast<std::chrono::nanoseconds>(settings_.window) /
                      static_cast<std::int64_t>(slice_count);
  return now.time_since_epoch() / std::max(length, std::chrono::nanoseconds(1));
}

void CircuitBreaker::count(bool well, Time now) {
  const auto number = slice_number(now);
  auto& slice = slices_.at(static_cast<std::size_t>(number) % slice_count);
  if (slice.number != number) slice = {number};
  ++slice.calls;
  if (!well) ++slice.failures;
}

bool CircuitBreaker::are_too_many_failing(Time now) const {
  const auto oldest = slice_number(now) - static_cast<std::int64_t>(slice_count) + 1;
  unsigned calls = 0;
  unsigned failures = 0;
  for (const auto& slice : slices_) {
    if (slice.number < oldest) continue;
    calls += slice.calls;
    failures += slice.failures;
  }
  return calls >= settings_.calls_min && failures >= settings_.failures_share * calls;
}

CircuitBreaker::State CircuitBreaker::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

std::uint64_t CircuitBreaker::openings() const {
  const std::lock_guard lock(mutex_);
  return openings_;
}

}  // namespace astronova::clients
