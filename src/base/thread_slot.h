#pragma once

#include <atomic>
#include <cstddef>

namespace astronova {

/// The calling thread's number: 0 for the first that asks, 1 for the next. What threads count each
/// for themselves is spread by it.
inline std::size_t thread_slot() {
  static std::atomic<std::size_t> next = 0;
  thread_local const std::size_t slot = next.fetch_add(1, std::memory_order_relaxed);
  return slot;
}

}  // namespace astronova
