#include "base/randomness.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace astronova {
namespace {

using ::testing::MatchesRegex;

class OneByteRandomness final : public Randomness {
 public:
  explicit OneByteRandomness(std::uint8_t byte) : byte_(byte) {}
  void fill(std::span<std::uint8_t> bytes) const override { std::ranges::fill(bytes, byte_); }

 private:
  std::uint8_t byte_;
};

// The version and the variant stand where RFC 9562, figure 8 has them.
TEST(Randomness, AUuidHasTheVersionAndTheVariantOfTheRfc) {
  EXPECT_EQ(random_uuid(OneByteRandomness(0x00)), "00000000-0000-4000-8000-000000000000");
  EXPECT_EQ(random_uuid(OneByteRandomness(0xff)), "ffffffff-ffff-4fff-bfff-ffffffffffff");
}

TEST(Randomness, UuidsOfTheSystemDiffer) {
  const SystemRandomness system;
  std::set<std::string> seen;
  for (int i = 0; i < 1'000; ++i) {
    const auto uuid = random_uuid(system);
    EXPECT_THAT(uuid, MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-"
                                   "[0-9a-f]{12}"));
    seen.insert(uuid);
  }
  EXPECT_EQ(seen.size(), 1'000U);
}

// getrandom may answer less than it was asked for beyond 256 bytes.
TEST(Randomness, LongStretchesAreFilledToTheirEnd) {
  const SystemRandomness system;
  std::vector<std::uint8_t> bytes(1 << 20);
  system.fill(bytes);
  std::array<std::size_t, 256> counts{};
  for (const auto byte : std::span(bytes).last(1 << 16))
    ++counts.at(byte);
  // 256 of each are expected; the chance that a fair source misses one of these bounds is 1e-14.
  EXPECT_GT(std::ranges::min(counts), 120U);
  EXPECT_LT(std::ranges::max(counts), 420U);
}

}  // namespace
}  // namespace astronova
