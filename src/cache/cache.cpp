#include "cache/cache.h"

#include <algorithm>
#include <utility>

#include "base/work_context.h"

namespace astronova::cache {
namespace {

constexpr auto relaxed = std::memory_order_relaxed;

bool may_be_kept(const Error& error) {
  return error.code != ErrorCode::unavailable && error.code != ErrorCode::internal;
}

}  // namespace

Cache::Cache(CacheStore& memory, CacheStore* shared, CacheFigures& figures,
             const Randomness& randomness, std::function<Time()> now)
    : memory_(memory),
      shared_(shared),
      figures_(figures),
      randomness_(randomness),
      now_(std::move(now)) {}

Result<CacheValue> Cache::get(const CacheKey& key, const CachePolicy& policy,
                              const Compute& compute) {
  for (;;) {
    if (auto value = in_memory(key)) return value;
    if (const auto error = kept_error(key)) return *error;
    std::promise<Outcome> promise;
    Flight flight;
    {
      const std::lock_guard lock(mutex_);
      const auto [at, is_first] = flights_.try_emplace(key);
      if (is_first) at->second = promise.get_future().share();
      if (!is_first) flight = at->second;
    }
    if (!flight.valid()) return lead(key, policy, compute, promise);
    if (auto outcome = join(key, flight)) return *std::move(outcome);
  }
}

CacheValue Cache::in_memory(const CacheKey& key) {
  CacheValue value;
  memory_.find(key, [&value](CacheValue found) { value = std::move(found); });
  auto& figures = figures_.of(key.space());
  (value ? figures.memory_hits : figures.memory_misses).fetch_add(1, relaxed);
  return value;
}

std::optional<Error> Cache::kept_error(const CacheKey& key) {
  const std::lock_guard lock(mutex_);
  const auto found = errors_.find(key);
  if (found == errors_.end()) return std::nullopt;
  if (found->second.until <= now_()) {
    errors_.erase(found);
    return std::nullopt;
  }
  figures_.of(key.space()).negatives.fetch_add(1, relaxed);
  return found->second.error;
}

void Cache::keep_error(const CacheKey& key, const Error& error, const CachePolicy& policy) {
  if (policy.error_time_to_live.count() == 0 || !may_be_kept(error)) return;
  const auto now = now_();
  const std::lock_guard lock(mutex_);
  if (errors_.size() >= errors_max)
    std::erase_if(errors_, [now](const auto& kept) { return kept.second.until <= now; });
  if (errors_.size() >= errors_max) errors_.clear();
  errors_.insert_or_assign(key, KeptError{error, now + shortened(policy.error_time_to_live)});
}

Result<CacheValue> Cache::lead(const CacheKey& key, const CachePolicy& policy,
                               const Compute& compute, std::promise<Outcome>& promise) {
  const auto land = [&](Outcome outcome) {
    {
      const std::lock_guard lock(mutex_);
      flights_.erase(key);
    }
    promise.set_value(std::move(outcome));
  };
  try {
    auto result = found_or_computed(key, policy, compute);
    land(result);
    return result;
  } catch (...) {
    land(std::nullopt);
    throw;
  }
}

Cache::Outcome Cache::join(const CacheKey& key, const Flight& flight) {
  figures_.of(key.space()).joined.fetch_add(1, relaxed);
  const auto& work = current_work();
  if (!work.has_deadline()) return flight.get();
  if (flight.wait_until(work.deadline) == std::future_status::ready) return flight.get();
  return Error{
      ErrorCode::unavailable, "The answer would have come too late: try again in a second.", {}};
}

Result<CacheValue> Cache::found_or_computed(const CacheKey& key, const CachePolicy& policy,
                                            const Compute& compute) {
  // Another may have computed it between our look and our flight.
  CacheValue value;
  memory_.find(key, [&value](CacheValue found) { value = std::move(found); });
  if (!value) value = in_shared(key, policy);
  if (value) return value;
  auto computed = compute();
  if (!computed) {
    keep_error(key, computed.error(), policy);
    return computed.error();
  }
  value = std::make_shared<const std::string>(*std::move(computed));
  keep(key, value, policy);
  return value;
}

CacheValue Cache::in_shared(const CacheKey& key, const CachePolicy& policy) {
  if (!shared_ || !policy.is_shared) return nullptr;
  // Shared, for the store may still hold it when it wakes us.
  const auto found = std::make_shared<std::promise<CacheValue>>();
  auto future = found->get_future();
  shared_->find(key, [found](CacheValue value) { found->set_value(std::move(value)); });
  auto value = future.get();
  if (value) keep_in_memory(key, value, policy);
  return value;
}

void Cache::find(const CacheKey& key, const CachePolicy& policy, CacheStore::Found found) {
  auto value = in_memory(key);
  if (value || !shared_ || !policy.is_shared) return found(std::move(value));
  shared_->find(key, [this, key, policy, found = std::move(found)](CacheValue shared) {
    if (shared) keep_in_memory(key, shared, policy);
    found(std::move(shared));
  });
}

void Cache::keep(const CacheKey& key, const CacheValue& value, const CachePolicy& policy) {
  keep_in_memory(key, value, policy);
  if (shared_ && policy.is_shared) shared_->keep(key, value, shortened(policy.time_to_live));
}

void Cache::keep_in_memory(const CacheKey& key, const CacheValue& value,
                           const CachePolicy& policy) {
  auto time = policy.time_to_live;
  if (shared_ && policy.is_shared)
    time = std::min<std::chrono::milliseconds>(time, front_time_to_live_max);
  memory_.keep(key, value, shortened(time));
}

std::chrono::milliseconds Cache::shortened(std::chrono::milliseconds time) const {
  const auto drawn = randomness_.bytes<2>();
  const auto share = drawn[0] + 256 * drawn[1];  // of 65,536
  return time - time / 10 * share / 65'536;
}

}  // namespace astronova::cache
