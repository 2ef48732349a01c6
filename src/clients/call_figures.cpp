#include "clients/call_figures.h"

#include <algorithm>

namespace astronova::clients {

void CallFigures::count(bool failed, bool answered, std::chrono::microseconds took) {
  const double seconds = std::chrono::duration<double>(took).count();
  const auto* const bucket = std::ranges::lower_bound(latency_bounds, seconds);
  const auto index = static_cast<std::size_t>(bucket - latency_bounds.begin());
  constexpr auto relaxed = std::memory_order_relaxed;
  calls.fetch_add(1, relaxed);
  if (failed) failures.fetch_add(1, relaxed);
  if (!answered) without_answer.fetch_add(1, relaxed);
  latency_microseconds.fetch_add(static_cast<std::uint64_t>(took.count()), relaxed);
  latency_counts.at(index).fetch_add(1, relaxed);
}

}  // namespace astronova::clients
