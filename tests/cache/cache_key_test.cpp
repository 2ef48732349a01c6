#include "cache/cache_key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cache/support/cache_under_test.h"

namespace astronova::cache {
namespace {

using astronova::testing::letters;
using astronova::testing::numbers;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

TEST(CacheKeys, OfTheSameAreTheSame) {
  EXPECT_EQ(CacheKey::of(numbers, {"a", "b"}), CacheKey::of(numbers, {"a", "b"}));
  EXPECT_EQ(CacheKey::of(numbers, {"a", "b"}).text(), CacheKey::of(numbers, {"a", "b"}).text());
}

TEST(CacheKeys, DifferByEveryPartAndWhereItEnds) {
  const auto key = CacheKey::of(numbers, {"ab", "c"});
  for (const auto& other :
       {CacheKey::of(numbers, {"a", "bc"}), CacheKey::of(numbers, {"abc"}),
        CacheKey::of(numbers, {"ab", "c", ""}), CacheKey::of(numbers, {"c", "ab"}),
        CacheKey::of(letters, {"ab", "c"}), CacheKey::of({"numbers", 2}, {"ab", "c"})}) {
    EXPECT_NE(key, other);
    EXPECT_NE(key.text(), other.text());
  }
}

TEST(CacheKeys, SayTheirSpaceAndVersionAndNothingOfTheirParts) {
  const auto text = CacheKey::of({"numbers", 7}, {"1990-05-15", "New York"}).text();
  EXPECT_THAT(text, MatchesRegex("astronova:numbers:7:[0-9a-f]{64}"));
}

// The digest is what another implementation of SHA-256 makes of the parts, each after its length:
//   printf '\x07\0\0\0\0\0\0\0numbers\x01\0\0\0\0\0\0\0001\x01\0\0\0\0\0\0\0a' | sha256sum
TEST(CacheKeys, AreTheDigestOfTheirParts) {
  EXPECT_THAT(CacheKey::of(numbers, {"a"}).text(),
              HasSubstr("a9c004f0339b13be6946519cfb4b825428dfc54687df2bbddbbe177ddc681f74"));
}

TEST(CacheKeys, OfPersonalPartsCannotBeMadeWithoutTheSecret) {
  const CacheSecret secret{{1}};
  const auto key = CacheKey::of_personal(numbers, secret, {"1990-05-15"});
  EXPECT_EQ(key, CacheKey::of_personal(numbers, secret, {"1990-05-15"}));
  EXPECT_NE(key, CacheKey::of_personal(numbers, CacheSecret{{2}}, {"1990-05-15"}));
  EXPECT_NE(key, CacheKey::of(numbers, {"1990-05-15"}));
}

}  // namespace
}  // namespace astronova::cache
