#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include "limits/ip_address.h"
#include "limits/rule_count.h"
#include "limits/rules.h"

namespace astronova::limits {

/// Whose requests are counted.
struct Subject {
  enum class Kind : std::uint8_t { address, account };

  /// A client's address. Of IPv6 only the first 64 bits count: who has one such address has all
  /// that begin with them (RFC 6177).
  static Subject of(const IpAddress& address);
  static Subject of_account(std::string_view account_id);

  Kind kind{};
  std::array<std::uint8_t, 16> id{};

  bool operator==(const Subject&) const = default;
};

/// What a request is counted as, once.
struct Charge {
  LimitClass limit_class{};
  Subject subject{};
};

/// What is said of a request.
struct Verdict {
  enum class Kind : std::uint8_t {
    allowed,
    limited,  ///< too many: the first that is too many for a rule with a ban begins it
    banned,   ///< a ban is in force
    open,     ///< let in without being counted, as the counting does not work
    closed,   ///< refused, as the counting does not work
  };

  Kind kind = Kind::allowed;
  // The rule that refuses, or that is nearest to its end.
  LimitClass limit_class{};
  Subject::Kind subject{};
  std::uint8_t rule = 0;    ///< which of the class's
  bool is_burst = false;    ///< its bucket, not its window
  bool begins_ban = false;  ///< with this request
  std::uint32_t limit = 0;  ///< 0: there is no rule
  std::uint32_t remaining = 0;
  /// Until some of what was used is given back; of a refusal, until the next request may be let in.
  Time reset{0};

  bool is_refusal() const { return kind != Kind::allowed && kind != Kind::open; }
};

/// Decides whether requests are let in. A request that is let in is counted in all its charges, one
/// that is refused in none; whatever comes at the same time, exactly as many are let in as the
/// rules say.
///
/// Threads: all may ask at once; nobody waits.
class Limiter {
 public:
  static constexpr std::size_t charges_max = 4;
  /// Takes a verdict, once, on any thread, which it must not hold up.
  using Told = std::function<void(const Verdict&)>;

  /// Where a verdict that takes time is told: valid during the call of decide(), which asks for it
  /// only when it needs it.
  class Later {
   public:
    virtual ~Later() = default;
    virtual Told told() = 0;
  };

  virtual ~Limiter() = default;

  /// charges  at most charges_max, no two alike
  /// returns  the verdict; none when it took `later.told()` and calls that in time
  virtual std::optional<Verdict> decide(std::span<const Charge> charges, Later& later) = 0;
};

}  // namespace astronova::limits
