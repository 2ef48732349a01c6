#pragma once

#include <chrono>
#include <functional>
#include <future>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/randomness.h"
#include "base/result.h"
#include "cache/cache_figures.h"
#include "cache/cache_store.h"

namespace astronova::cache {

/// How long something may be kept, and where.
struct CachePolicy {
  std::chrono::milliseconds time_to_live{};
  /// How long an error is kept in its place, in this process; 0: not at all. What is `unavailable`
  /// or `internal` never is.
  std::chrono::milliseconds error_time_to_live{0};
  bool is_shared = true;  ///< with the other servers, where there is a store for that
};

/// Keeps what costs more to compute than to keep: in the memory of this process, and behind that,
/// if there is one, in a store that all servers share. It never fails: whatever goes wrong with a
/// store, the value is computed.
///
/// - Single flight: of many who ask for the same at once, one computes and the others wait for it.
/// - What lies in the shared store is kept in memory for five minutes at most, so that a value may
/// be
///   older than its time to live by so much.
/// - Times to live are shortened by up to a tenth, at random, so that what was made at once does
/// not
///   end at once.
///
/// Threads: all may call at once.
class Cache {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Compute = std::function<Result<std::string>()>;

  static constexpr std::chrono::minutes front_time_to_live_max{5};
  static constexpr std::size_t errors_max = 1'000;

  /// `memory` answers before its find() returns; `shared` may be none. `now` says what time it is.
  /// All that is given must outlive it, and it the calls that are under way.
  Cache(CacheStore& memory, CacheStore* shared, CacheFigures& figures, const Randomness& randomness,
        std::function<Time()> now);

  /// What is kept under the key, or what `compute` makes of it. Waits: for the shared store as long
  /// as that takes at most (50 ms for Redis); for `compute`; for another thread that computes the
  /// same, until the deadline of the current work (base/work_context.h). Not for event loops.
  /// errors  those of `compute`, whoever called it; unavailable when the deadline came first
  Result<CacheValue> get(const CacheKey& key, const CachePolicy& policy, const Compute& compute);

  /// What is kept under the key, or none, for event loops: `found` is called before it returns or
  /// on a thread of the store's, which it must not hold up.
  void find(const CacheKey& key, const CachePolicy& policy, CacheStore::Found found);

  /// Keeps a value.
  void keep(const CacheKey& key, const CacheValue& value, const CachePolicy& policy);

  const CacheFigures& figures() const { return figures_; }

 private:
  // What one thread computes and others wait for; none: it was given up.
  using Outcome = std::optional<Result<CacheValue>>;
  using Flight = std::shared_future<Outcome>;
  struct KeptError {
    Error error;
    Time until;
  };

  CacheValue in_memory(const CacheKey& key);
  std::optional<Error> kept_error(const CacheKey& key);
  void keep_error(const CacheKey& key, const Error& error, const CachePolicy& policy);
  Result<CacheValue> lead(const CacheKey& key, const CachePolicy& policy, const Compute& compute,
                          std::promise<Outcome>& promise);
  Outcome join(const CacheKey& key, const Flight& flight);
  Result<CacheValue> found_or_computed(const CacheKey& key, const CachePolicy& policy,
                                       const Compute& compute);
  CacheValue in_shared(const CacheKey& key, const CachePolicy& policy);
  void keep_in_memory(const CacheKey& key, const CacheValue& value, const CachePolicy& policy);
  std::chrono::milliseconds shortened(std::chrono::milliseconds time) const;

  CacheStore& memory_;
  CacheStore* const shared_;
  CacheFigures& figures_;
  const Randomness& randomness_;
  const std::function<Time()> now_;

  std::mutex mutex_;
  std::unordered_map<CacheKey, Flight> flights_;
  std::unordered_map<CacheKey, KeptError> errors_;
};

}  // namespace astronova::cache
