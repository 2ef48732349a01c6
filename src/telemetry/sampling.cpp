#include "telemetry/sampling.h"

#include <algorithm>
#include <cmath>

namespace astronova::telemetry {
namespace {

// The last 56 bits are random (W3C Trace Context, level 2, 2.2.3.2).
constexpr std::size_t random_bytes = 7;
constexpr double ids = 72'057'594'037'927'936;  // 2^56

std::uint64_t random_part(const TraceContext& trace) {
  std::uint64_t bits = 0;
  for (std::size_t i = trace.trace_id.size() - random_bytes; i < trace.trace_id.size(); ++i)
    bits = bits << 8U | trace.trace_id[i];
  return bits;
}

}  // namespace

Sampling::Sampling(SamplingSettings settings)
    : threshold_(
          static_cast<std::uint64_t>(std::llround(std::clamp(settings.share, 0.0, 1.0) * ids))),
      traces_max_(settings.traces_max) {}

bool Sampling::is_of_share(const TraceContext& trace) const {
  return random_part(trace) < threshold_;
}

bool Sampling::may_record(Time now) {
  const auto second = static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count());
  constexpr std::uint64_t count_bits = 32;
  constexpr std::uint64_t count_mask = (std::uint64_t{1} << count_bits) - 1;
  auto before = second_and_count_.load(std::memory_order_relaxed);
  for (;;) {
    // Of a thread that is a moment late the count goes on.
    const auto latest = std::max(second, before >> count_bits);
    const std::uint64_t count = latest == before >> count_bits ? before & count_mask : 0;
    if (count >= traces_max_) return false;
    const std::uint64_t after = latest << count_bits | (count + 1);
    if (second_and_count_.compare_exchange_weak(before, after, std::memory_order_relaxed))
      return true;
  }
}

}  // namespace astronova::telemetry
