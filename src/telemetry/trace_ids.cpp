#include "telemetry/trace_ids.h"

#include <bit>

#include "base/randomness.h"

namespace astronova::telemetry {
namespace {

class Generator {
 public:
  Generator() : state_(seed()) {}

  std::uint64_t next() {
    const std::uint64_t drawn = std::rotl(state_[0] + state_[3], 23) + state_[0];
    const std::uint64_t shifted = state_[1] << 17U;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return drawn;
  }

  std::uint64_t next_but_zero() {
    std::uint64_t drawn = next();
    while (drawn == 0)
      drawn = next();
    return drawn;
  }

 private:
  using State = std::array<std::uint64_t, 4>;

  static State seed() {
    State drawn = std::bit_cast<State>(SystemRandomness().bytes<sizeof(State)>());
    drawn[0] |= 1U;  // all zeros would stay so
    return drawn;
  }

  State state_;
};

Generator& generator() {
  thread_local Generator of_this_thread;
  return of_this_thread;
}

}  // namespace

std::array<std::uint8_t, 16> new_trace_id() {
  auto& own = generator();
  return std::bit_cast<std::array<std::uint8_t, 16>>(
      std::array<std::uint64_t, 2>{own.next(), own.next_but_zero()});
}

std::array<std::uint8_t, 8> new_span_id() {
  return std::bit_cast<std::array<std::uint8_t, 8>>(generator().next_but_zero());
}

}  // namespace astronova::telemetry
