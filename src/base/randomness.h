#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace astronova {

/// Where the program takes what nobody can foresee: keys, tokens, challenges, ids. A test can say
/// what comes (tests/support/seeded_randomness.h).
///
/// Threads: all may use one at once.
class Randomness {
 public:
  virtual ~Randomness() = default;

  virtual void fill(std::span<std::uint8_t> bytes) const = 0;

  template <std::size_t Size>
  std::array<std::uint8_t, Size> bytes() const {
    std::array<std::uint8_t, Size> drawn{};
    fill(drawn);
    return drawn;
  }
};

/// The kernel's generator (getrandom(2)), fit for keys. Waits, once after the machine's start,
/// until the kernel has gathered enough; throws where there is none, as nothing can be kept safe
/// then.
class SystemRandomness final : public Randomness {
 public:
  void fill(std::span<std::uint8_t> bytes) const override;
};

/// A UUID version 4 (RFC 9562, 5.4) in lower case: 122 random bits.
std::string random_uuid(const Randomness& randomness);

}  // namespace astronova
