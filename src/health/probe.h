#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace astronova::health {

enum class State : std::uint8_t {
  healthy,
  unhealthy,
  disabled,  ///< not configured, so not asked
};

/// "healthy", "unhealthy", "disabled"
constexpr std::string_view name_of(State state) {
  switch (state) {
    case State::healthy:
      return "healthy";
    case State::unhealthy:
      return "unhealthy";
    case State::disabled:
      break;
  }
  return "disabled";
}

/// What was found of a service.
struct Finding {
  State state = State::healthy;
  std::string reason{};  ///< why it is unhealthy, for operators: no secret, no address, one line

  bool operator==(const Finding&) const = default;
};

inline Finding unhealthy(std::string reason) {
  return {State::unhealthy, std::move(reason)};
}

/// When a service is asked, and how long it has.
struct Schedule {
  /// From the beginning of one question to that of the next; so as not to hammer it.
  std::chrono::milliseconds interval{1'000};
  /// What takes longer is unhealthy, whatever comes of it.
  std::chrono::milliseconds within{200};
};

/// Asks one service whether it is well, by having it do a little of what it is there for.
///
/// Threads: run() is called by one thread at a time.
class Probe {
 public:
  virtual ~Probe() = default;

  virtual Schedule schedule() const { return {}; }
  /// Waits, for about as long as `within`; who cannot help it may wait longer, but not for ever:
  /// the server's end waits for it.
  virtual Finding run(std::chrono::milliseconds within) = 0;
};

}  // namespace astronova::health
