#include "accounts/apple_revocations.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace astronova::accounts {
namespace {

constexpr std::chrono::seconds pause_max = std::chrono::hours(1);

}  // namespace

AppleRevocations::~AppleRevocations() {
  if (thread_.joinable()) {
    thread_.request_stop();
    thread_.join();
  }
  for (const auto& waiting : waiting_)
    give_up(waiting.revocation, "the server stopped");
}

void AppleRevocations::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void AppleRevocations::add(AppleRevocation revocation) {
  const auto now = foundations_.clock.now();
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() < waiting_max) {
      waiting_.push_back({std::move(revocation), now, now + tried_for});
      added_.notify_one();
      return;
    }
  }
  give_up(revocation, "too many wait for Apple");
}

std::optional<Instant> AppleRevocations::try_due() {
  for (auto& waiting : take_due(foundations_.clock.now()))
    try_one(std::move(waiting));
  const std::lock_guard lock(mutex_);
  const auto next = std::ranges::min_element(waiting_, {}, &Waiting::due);
  if (next == waiting_.end()) return std::nullopt;
  return next->due;
}

std::vector<AppleRevocations::Waiting> AppleRevocations::take_due(Instant now) {
  const std::lock_guard lock(mutex_);
  const auto due =
      std::ranges::partition(waiting_, [now](const Waiting& waiting) { return waiting.due > now; });
  std::vector<Waiting> taken(std::make_move_iterator(due.begin()),
                             std::make_move_iterator(due.end()));
  waiting_.erase(due.begin(), due.end());
  return taken;
}

void AppleRevocations::try_one(Waiting waiting) {
  const auto& [account_id, client_id, refresh_token] = waiting.revocation;
  const auto revoked = grants_.revoke(client_id, refresh_token);
  if (revoked) return;
  if (revoked.error().code != ErrorCode::unavailable)
    return give_up(waiting.revocation, revoked.error().detail);
  const auto now = foundations_.clock.now();
  if (now >= waiting.give_up_at) return give_up(waiting.revocation, "Apple did not answer");
  waiting.due = std::min(now + waiting.pause, waiting.give_up_at);
  waiting.pause = std::min(2 * waiting.pause, pause_max);
  const std::lock_guard lock(mutex_);
  waiting_.push_back(std::move(waiting));
}

void AppleRevocations::give_up(const AppleRevocation& revocation, const std::string& why) {
  note(foundations_, "system", "apple-grant.not-revoked", revocation.account_id, why);
}

void AppleRevocations::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const auto next = try_due();
    const auto now = foundations_.clock.now();
    std::unique_lock lock(mutex_);
    const auto is_due = [this] {
      return std::ranges::any_of(
          waiting_, [this](const auto& one) { return one.due <= foundations_.clock.now(); });
    };
    const auto pause = next ? *next - now : std::chrono::microseconds(pause_max);
    added_.wait_for(lock, stop, std::clamp(pause, {}, std::chrono::microseconds(pause_max)),
                    is_due);
  }
}

}  // namespace astronova::accounts
