#include "accounts/passkeys/cbor.h"

#include <string>

#include <gtest/gtest.h>

#include "tests/accounts/support/authenticator.h"
#include "tests/accounts/support/hexadecimal.h"

namespace astronova::accounts {
namespace {

using testing::from_hexadecimal;
namespace cbor = testing::cbor;

bool is_taken(std::string_view bytes) {
  return take_cbor(bytes) && bytes.empty();
}

// RFC 8949, appendix A.
TEST(Cbor, IntegersAreThoseOfTheRfc) {
  const std::pair<const char*, std::int64_t> examples[] = {
      {"00", 0},
      {"17", 23},
      {"1818", 24},
      {"1903e8", 1'000},
      {"1a000f4240", 1'000'000},
      {"1b000000e8d4a51000", 1'000'000'000'000},
      {"20", -1},
      {"3863", -100},
      {"3903e7", -1'000},
      {"1b7fffffffffffffff", std::numeric_limits<std::int64_t>::max()},
      {"3b7fffffffffffffff", std::numeric_limits<std::int64_t>::min()}};
  for (const auto& [digits, number] : examples) {
    const auto bytes = from_hexadecimal(digits);
    std::string_view rest = bytes;
    const auto value = take_cbor(rest);
    ASSERT_TRUE(value) << digits;
    EXPECT_EQ(std::get<std::int64_t>(value->value), number);
    EXPECT_TRUE(rest.empty());
  }
}

TEST(Cbor, BytesTextsAndContainersAreThoseOfTheRfc) {
  const auto bytes = from_hexadecimal("a26161016162820203");  // {"a": 1, "b": [2, 3]}
  std::string_view rest = bytes;
  const auto value = take_cbor(rest);
  ASSERT_TRUE(value);
  const auto& map = std::get<CborMap>(value->value);
  EXPECT_EQ(*map.integer("a"), 1);
  ASSERT_NE(map.array("b"), nullptr);
  EXPECT_EQ(std::get<std::int64_t>(map.array("b")->back().value), 3);
  EXPECT_EQ(map.integer("b"), nullptr);
  EXPECT_EQ(map.integer("c"), nullptr);
  const auto string = from_hexadecimal("4401020304");
  rest = string;
  EXPECT_EQ(std::get<CborBytes>(take_cbor(rest)->value).bytes, "\x01\x02\x03\x04");
  for (const auto* simple : {"f4", "f5", "f6", "f7", "40", "60", "80", "a0", "6449455446"})
    EXPECT_TRUE(is_taken(from_hexadecimal(simple))) << simple;
}

TEST(Cbor, WhatWebAuthnDoesNotUseIsRefused) {
  const std::pair<const char*, const char*> examples[] = {
      {"1bffffffffffffffff", "an integer beyond 64 bits with a sign"},
      {"3bffffffffffffffff", "another"},
      {"c11a514b67b0", "a tag"},
      {"f93c00", "a half"},
      {"fa47c35000", "a float"},
      {"fb3ff199999999999a", "a double"},
      {"5f42010243030405ff", "bytes of indefinite length"},
      {"7f657374726561646d696e67ff", "a text of indefinite length"},
      {"9fff", "an array of indefinite length"},
      {"bf61610161629f0203ffff", "a map of indefinite length"},
      {"ff", "a break"},
      {"1c", "a reserved length"},
      {"f0", "a simple value without a meaning"},
      {"a201020103", "a key twice"},
      {"a2616101616102", "a text twice as a key"},
      {"a1800102", "an array as a key"},
      {"a1f401", "a boolean as a key"},
  };
  for (const auto& [digits, what] : examples)
    EXPECT_FALSE(is_taken(from_hexadecimal(digits))) << what;
}

TEST(Cbor, TheSameKeyAsAnIntegerAndATextIsTwoKeys) {
  EXPECT_TRUE(is_taken(
      cbor::map({{cbor::integer(1), cbor::integer(1)}, {cbor::text("1"), cbor::integer(2)}})));
}

TEST(Cbor, APartOfAnItemIsNone) {
  const auto bytes = cbor::map({{cbor::text("key"), cbor::array({cbor::bytes("bytes")})},
                                {cbor::integer(-1'000), cbor::text("text")}});
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(is_taken(bytes.substr(0, size))) << size;
  EXPECT_TRUE(is_taken(bytes));
}

// A length costs nothing until the bytes are there.
TEST(Cbor, LengthsThatAreNotKeptAreRefused) {
  for (const auto* digits : {"5bffffffffffffffff", "5b7fffffffffffffff", "5affffffff00",
                             "7bffffffffffffffff", "9bffffffffffffffff", "9b00000000ffffffff00",
                             "bbffffffffffffffff", "bb0fffffffffffffff0000"}) {
    EXPECT_FALSE(is_taken(from_hexadecimal(digits))) << digits;
  }
}

TEST(Cbor, DepthAndNumberAreLimited) {
  const auto nested = [](int depth) {
    return std::string(static_cast<std::size_t>(depth - 1), '\x81') + '\x00';
  };
  EXPECT_TRUE(is_taken(nested(6)));
  EXPECT_FALSE(is_taken(nested(7)));
  EXPECT_FALSE(is_taken(std::string(1'000'000, '\x81')));
  EXPECT_TRUE(is_taken(cbor::array(std::vector<std::string>(511, cbor::integer(0)))));
  EXPECT_FALSE(is_taken(cbor::array(std::vector<std::string>(512, cbor::integer(0)))));
}

TEST(Cbor, WhatFollowsAnItemIsLeft) {
  const std::string bytes = cbor::integer(1) + "rest";
  std::string_view rest = bytes;
  ASSERT_TRUE(take_cbor(rest));
  EXPECT_EQ(rest, "rest");
}

}  // namespace
}  // namespace astronova::accounts
