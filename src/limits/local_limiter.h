#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

#include "limits/client_table.h"
#include "limits/limiter.h"

namespace astronova::limits {

/// Counts in this process alone, and answers at once: within a microsecond, and without allocating
/// anything for a client that it knows.
///
/// Of each class it remembers so many clients; see ClientTable. Time is a steady clock's, which
/// nobody sets.
class LocalLimiter final : public Limiter {
 public:
  struct Settings {
    std::size_t clients_max = 200'000;  ///< of each class; some 150 bytes each, and 144 a rule
    std::uint64_t seed = 0;             ///< random
    std::function<std::chrono::steady_clock::time_point()> now = &std::chrono::steady_clock::now;
  };

  LocalLimiter(const Rules& rules, Settings settings);

  std::optional<Verdict> decide(std::span<const Charge> charges, Later& later) override;
  Verdict decide(std::span<const Charge> charges);

  /// How many clients are remembered of a class.
  std::size_t clients(LimitClass limit_class) { return table(limit_class).size(); }

 private:
  class Decision;
  ClientTable& table(LimitClass limit_class) {
    return *tables_[static_cast<std::size_t>(limit_class)];
  }

  const std::function<std::chrono::steady_clock::time_point()> now_;
  std::array<std::unique_ptr<ClientTable>, limit_class_count> tables_;
};

}  // namespace astronova::limits
