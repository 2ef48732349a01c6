#pragma once

#include <array>
#include <cstdint>

namespace astronova {

/// Where a piece of work stands in a distributed trace (W3C Trace Context, level 1). All zeros:
/// nowhere.
struct TraceContext {
  std::array<std::uint8_t, 16> trace_id{};
  std::array<std::uint8_t, 8> span_id{};    ///< of the work itself
  std::array<std::uint8_t, 8> parent_id{};  ///< of what asked for it; zeros: nothing did
  bool is_sampled = false;                  ///< whether its spans are exported

  bool is_set() const { return trace_id != std::array<std::uint8_t, 16>{}; }
};

}  // namespace astronova
