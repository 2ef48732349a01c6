#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace astronova::limits {

/// What a request is counted as. Every limited request is counted as `usual` or, of people with an
/// account, for their address, as `shared`; those of the other classes are counted there as well.
enum class LimitClass : std::uint8_t {
  usual,   ///< "default": all limited routes
  auth,    ///< routes that make accounts and sessions
  costly,  ///< routes that cost much: exports, reports, conversations, searches in bulk
  shared,  ///< one address from which many people with accounts come, or another company's servers
};
inline constexpr std::size_t limit_class_count = 4;
inline constexpr std::array<std::string_view, limit_class_count> limit_class_names{
    "default", "auth", "costly", "shared"};

std::string_view name_of(LimitClass limit_class);
std::optional<LimitClass> limit_class_named(std::string_view name);

/// How many requests are let in, exactly: never more than `count` in any stretch of time as long as
/// `window`. What was let in is forgotten when the window has passed, a thirtieth of it later at
/// the most.
struct Rule {
  std::uint32_t count = 0;
  std::chrono::seconds window{0};
  /// For how long all is refused once a request was too many, and at the least until the window has
  /// room again; 0: no longer than that.
  std::chrono::seconds ban{0};
  /// How many may come at once: a bucket of as many tokens, into which `count` fall evenly in each
  /// window. 0: all of them.
  std::uint32_t burst = 0;

  bool operator==(const Rule&) const = default;
};

/// The rules of all classes.
class Rules {
 public:
  static constexpr std::size_t rules_max = 4;  ///< of one class

  /// Those that docs/limits.md tells.
  static Rules usual();

  /// Reads `on` (those that docs/limits.md tells), `off` (none), or rules by class, which take the
  /// place of that class's own:
  ///   default=100/60s ban 600s burst 40;costly=200/1d,50/1h;auth=off
  /// Times are whole seconds, minutes, hours or days: 90s, 10m, 1h, 1d.
  /// errors  invalid_value: what is wrong, and how to write it
  static Result<Rules> parse(std::string_view text);

  std::span<const Rule> of(LimitClass limit_class) const {
    return rules_.at(static_cast<std::size_t>(limit_class));
  }
  /// Whether there are none.
  bool are_off() const;

  bool operator==(const Rules&) const = default;

 private:
  std::array<std::vector<Rule>, limit_class_count> rules_{};
};

/// "200/86400s,50/3600s ban 600s burst 10"
std::string text_of(std::span<const Rule> rules);

/// "a minute" or "90 seconds": for people.
std::string in_words(std::chrono::seconds time);

}  // namespace astronova::limits
