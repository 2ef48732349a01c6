#pragma once

#include <array>
#include <cstdint>

namespace astronova::telemetry {

/// Ids of traces and spans: as good as random, never all zeros, of no use as a secret.
///
/// Each thread has a generator of its own (xoshiro256++, https://prng.di.unimi.it/), seeded with
/// 256 bits from the kernel, so that neither threads nor servers meet.
std::array<std::uint8_t, 16> new_trace_id();
std::array<std::uint8_t, 8> new_span_id();

}  // namespace astronova::telemetry
