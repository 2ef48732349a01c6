#include "clients/redis_figures.h"

#include <algorithm>

namespace astronova::clients {

void RedisFigures::count_answer(bool is_failure, std::chrono::microseconds took) {
  const double seconds = std::chrono::duration<double>(took).count();
  const auto* const bucket = std::ranges::lower_bound(duration_bounds, seconds);
  constexpr auto relaxed = std::memory_order_relaxed;
  (is_failure ? failed : answered).fetch_add(1, relaxed);
  duration_microseconds.fetch_add(static_cast<std::uint64_t>(took.count()), relaxed);
  duration_counts.at(static_cast<std::size_t>(bucket - duration_bounds.begin()))
      .fetch_add(1, relaxed);
}

}  // namespace astronova::clients
