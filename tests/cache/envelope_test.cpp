#include "cache/redis/envelope.h"

#include <gtest/gtest.h>

#include "tests/cache/support/cache_under_test.h"

namespace astronova::cache::redis {
namespace {

using astronova::testing::key_of;

std::string text_of_size(std::size_t size) {
  std::string text;
  while (text.size() < size)
    text += "Venus in Pisces, ";
  text.resize(size);
  return text;
}

std::string noise(std::size_t size) {
  std::string bytes;
  for (std::uint32_t state = 1; bytes.size() < size; state = state * 1'664'525 + 1'013'904'223)
    bytes += static_cast<char>(state >> 24U);
  return bytes;
}

TEST(KeptValues, AreReadAsTheyWereWritten) {
  for (const std::size_t size : {0U, 1U, 511U, 512U, 5'000U, 262'144U, 262'145U, 3'000'000U}) {
    for (const auto& value : {text_of_size(size), noise(size)})
      EXPECT_EQ(opened_value(key_of("a"), sealed_value(key_of("a"), value)), value) << size;
  }
}

TEST(KeptValues, AreCompressedWhereItIsWorthIt) {
  EXPECT_LT(sealed_value(key_of("a"), text_of_size(10'000)).size(), 1'000U);
  EXPECT_LT(sealed_value(key_of("a"), noise(10'000)).size(), 10'100U);
  // gzip has been over it.
  const auto coded = "\x1f\x8b" + text_of_size(10'000);
  EXPECT_GT(sealed_value(key_of("a"), coded).size(), 10'000U);
}

TEST(KeptValues, OfAnotherKeyAreNone) {
  EXPECT_FALSE(opened_value(key_of("b"), sealed_value(key_of("a"), "value")));
}

TEST(KeptValues, AreNoneWhereAByteIsNotAsItWas) {
  for (const auto& value : {text_of_size(2'000), std::string{"short"}}) {
    const auto bytes = sealed_value(key_of("a"), value);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      auto wrong = bytes;
      wrong[i] = static_cast<char>(wrong[i] ^ 0x10);
      const auto opened = opened_value(key_of("a"), wrong);
      EXPECT_FALSE(opened) << i;
    }
  }
}

TEST(KeptValues, AreNoneWhereTheyAreCutOrGoOn) {
  for (const auto& value : {text_of_size(2'000), std::string{"short"}}) {
    const auto bytes = sealed_value(key_of("a"), value);
    for (std::size_t size = 0; size < bytes.size(); ++size)
      EXPECT_FALSE(opened_value(key_of("a"), bytes.substr(0, size))) << size;
    EXPECT_FALSE(opened_value(key_of("a"), bytes + 'x'));
  }
}

TEST(KeptValues, AreNoneWhereSomebodyElsePutSomethingThere) {
  EXPECT_FALSE(opened_value(key_of("a"), ""));
  EXPECT_FALSE(opened_value(key_of("a"), "value"));
  EXPECT_FALSE(opened_value(key_of("a"), noise(1'000)));
}

}  // namespace
}  // namespace astronova::cache::redis
