#include "accounts/key_ring.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace astronova::accounts {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string secret_a(32, 'a');
const std::string secret_b(40, 'b');

TEST(KeyRings, ASingleSecretIsOneKey) {
  const auto ring = KeyRing::parse(secret_a);
  ASSERT_TRUE(ring);
  EXPECT_EQ(ring->current().secret, secret_a);
  EXPECT_EQ(ring->find(ring->current().id)->secret, secret_a);
}

TEST(KeyRings, AnotherSecretHasAnotherKid) {
  EXPECT_NE(KeyRing::parse(secret_a)->current().id, KeyRing::parse(secret_b)->current().id);
  EXPECT_EQ(KeyRing::parse(secret_a)->current().id, KeyRing::parse(secret_a)->current().id);
}

TEST(KeyRings, OfSeveralTheFirstSigns) {
  const auto ring = KeyRing::parse("2026-11:" + secret_b + ",2026-10:" + secret_a);
  ASSERT_TRUE(ring);
  EXPECT_EQ(ring->current().id, "2026-11");
  EXPECT_EQ(ring->current().secret, secret_b);
  EXPECT_EQ(ring->find("2026-10")->secret, secret_a);
  EXPECT_EQ(ring->find("2026-09"), nullptr);
  EXPECT_EQ(ring->find(""), nullptr);
}

TEST(KeyRings, ASecretMayHaveColons) {
  EXPECT_EQ(KeyRing::parse("a:b:" + secret_a)->current().secret, "b:" + secret_a);
}

TEST(KeyRings, WhatIsNoKeyIsRefusedWithoutSayingTheSecret) {
  const std::string short_secret(31, 's');
  const struct {
    std::string text, why;
  } cases[] = {
      {"", "0 bytes"},
      {short_secret, "31 bytes; it needs at least 32"},
      {"a:" + short_secret, "31 bytes"},
      {"a:", "0 bytes"},
      {"a:" + secret_a + ",", "not kid:secret"},
      {"a:" + secret_a + "," + secret_b, "not kid:secret"},
      {"," + secret_a, "not kid:secret"},
      {":" + secret_a, "not kid:secret"},
      {"a b:" + secret_a, "not kid:secret"},
      {std::string(65, 'k') + ":" + secret_a, "not kid:secret"},
      {"a:" + secret_a + ",a:" + secret_b, "twice"},
  };
  for (const auto& [text, why] : cases) {
    const auto ring = KeyRing::parse(text);
    ASSERT_FALSE(ring) << text;
    EXPECT_EQ(ring.error().code, ErrorCode::invalid_value);
    EXPECT_THAT(ring.error().detail, HasSubstr("JWT_SECRET_KEY"));
    EXPECT_THAT(ring.error().detail, HasSubstr(why)) << text;
    for (const auto& secret : {secret_a, secret_b, short_secret})
      EXPECT_THAT(ring.error().detail, Not(HasSubstr(secret)));
  }
}

}  // namespace
}  // namespace astronova::accounts
