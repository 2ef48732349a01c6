#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>

namespace astronova::clients {

/// When a circuit opens, and when it is tried again.
struct BreakerSettings {
  std::chrono::milliseconds window{10'000};   ///< only calls that ended in it are counted
  unsigned calls_min = 10;                    ///< fewer than so many open nothing
  double failures_share = 0.5;                ///< of those: as many failures open it
  std::chrono::milliseconds open_for{1'000};  ///< then one call may try whether it goes again
};

/// Keeps calls from a server that does not answer them: it would cost each of them its deadline,
/// and the server the calls that it needs the least.
///
/// Closed, all may pass. When too many of the window's calls have failed it opens, and none may.
/// After a pause it is half open: one may, the trial. Has that gone well it is closed, with nothing
/// counted; else it is open for another pause.
///
/// Threads: all may call at once.
/// source: M. Nygard, Release It!, "Circuit Breaker"
class CircuitBreaker {
 public:
  using Time = std::chrono::steady_clock::time_point;
  enum class State : std::uint8_t { closed, half_open, open };

  explicit CircuitBreaker(const BreakerSettings& settings);

  /// Who may pass, and has to say how it went.
  struct Permit {
    std::uint64_t era = 0;  ///< of which stretch of being closed or half open it is
  };

  /// None: the call is not to be made. For each permit record() or forgo() is called once.
  std::optional<Permit> ask(Time now);
  /// How a call went. What began before the circuit opened is not counted after it.
  void record(Permit permit, bool well, Time now);

  /// The call says nothing of how well the server is. After a trial the next call is one.
  void forgo(Permit permit);

  State state() const;
  /// How often it has opened, out of the closed state.
  std::uint64_t openings() const;

 private:
  static constexpr std::size_t slice_count = 10;
  struct Slice {
    std::int64_t number = -1;
    unsigned calls = 0;
    unsigned failures = 0;
  };

  void count(bool well, Time now);
  bool are_too_many_failing(Time now) const;
  void enter(State state);
  std::int64_t slice_number(Time now) const;

  const BreakerSettings settings_;
  mutable std::mutex mutex_;
  State state_ = State::closed;
  std::uint64_t era_ = 0;
  std::uint64_t openings_ = 0;
  Time opened_{};
  std::array<Slice, slice_count> slices_{};
};

}  // namespace astronova::clients
