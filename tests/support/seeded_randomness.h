#pragma once

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <random>

#include "base/randomness.h"

namespace astronova::testing {

/// The same bytes in each run, by the seed. Of no use for anything secret.
class SeededRandomness final : public Randomness {
 public:
  explicit SeededRandomness(std::uint64_t seed = 1) : generator_(seed) {}

  void fill(std::span<std::uint8_t> bytes) const override {
    const std::lock_guard lock(mutex_);
    std::ranges::generate(bytes, [this] { return static_cast<std::uint8_t>(generator_() >> 56U); });
  }

 private:
  mutable std::mutex mutex_;
  mutable std::mt19937_64 generator_;
};

}  // namespace astronova::testing
