#include "accounts/passkeys/public_key.h"

#include <gtest/gtest.h>

#include "tests/accounts/support/authenticator.h"
#include "tests/accounts/support/hexadecimal.h"

namespace astronova::accounts {
namespace {

using testing::Authenticator;
using testing::from_hexadecimal;
using testing::cbor::bytes;
using testing::cbor::integer;
using testing::cbor::map;

TEST(PublicKeys, SignaturesOfEachAlgorithmAreChecked) {
  for (const auto algorithm :
       {SignatureAlgorithm::es256, SignatureAlgorithm::eddsa, SignatureAlgorithm::rs256}) {
    const Authenticator authenticator(algorithm);
    const auto key = PublicKey::read(authenticator.cose_key());
    ASSERT_TRUE(key);
    EXPECT_EQ(key->algorithm(), algorithm);
    const auto signature = authenticator.sign("message");
    EXPECT_TRUE(key->verifies(signature, "message"));
    EXPECT_FALSE(key->verifies(signature, "massage"));
    EXPECT_FALSE(key->verifies(signature.substr(1), "message"));
    EXPECT_FALSE(key->verifies("", "message"));
    EXPECT_FALSE(
        PublicKey::read(Authenticator(algorithm).cose_key())->verifies(signature, "message"));
  }
}

// RFC 8032, 7.1, test 3.
TEST(PublicKeys, EdDsaIsThatOfTheRfc) {
  const auto key = PublicKey::read(
      map({{integer(1), integer(1)},
           {integer(3), integer(-8)},
           {integer(-1), integer(6)},
           {integer(-2), bytes(from_hexadecimal("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5d"
                                                "eb911548908025"))}}));
  ASSERT_TRUE(key);
  EXPECT_TRUE(key->verifies(
      from_hexadecimal(
          "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16"
          "f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
      "\xaf\x82"));
}

std::string p256(const std::string& x, const std::string& y, int type = 2, int algorithm = -7,
                 int curve = 1) {
  return map({{integer(1), integer(type)},
              {integer(3), integer(algorithm)},
              {integer(-1), integer(curve)},
              {integer(-2), bytes(x)},
              {integer(-3), bytes(y)}});
}

// The base point of P-256 (SEC 2, 2.4.2).
const std::string base_x =
    from_hexadecimal("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296");
const std::string base_y =
    from_hexadecimal("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5");

TEST(PublicKeys, APointHasToBeOnItsCurve) {
  EXPECT_TRUE(PublicKey::read(p256(base_x, base_y)));
  EXPECT_FALSE(PublicKey::read(p256(base_y, base_x)));
  EXPECT_FALSE(PublicKey::read(p256(std::string(32, '\0'), std::string(32, '\0'))));
  EXPECT_FALSE(PublicKey::read(p256(std::string(32, '\xff'), base_y)));
  EXPECT_FALSE(PublicKey::read(p256(base_x.substr(1), base_y + "x")));
  EXPECT_FALSE(PublicKey::read(p256(base_x, "")));
  EXPECT_FALSE(PublicKey::read(p256("", "")));
}

TEST(PublicKeys, WhatIsNoneOfTheThreeKindsIsRefused) {
  EXPECT_FALSE(PublicKey::read(p256(base_x, base_y, 1)));
  EXPECT_FALSE(PublicKey::read(p256(base_x, base_y, 3)));
  EXPECT_FALSE(PublicKey::read(p256(base_x, base_y, 2, -35)));
  EXPECT_FALSE(PublicKey::read(p256(base_x, base_y, 2, -257)));
  EXPECT_FALSE(PublicKey::read(p256(base_x, base_y, 2, -8)));
  EXPECT_FALSE(PublicKey::read(p256(base_x, base_y, 2, -7, 2)));
  EXPECT_FALSE(PublicKey::read(p256(base_x, base_y, 2, -7, 8)));
  EXPECT_FALSE(PublicKey::read(map({{integer(1), integer(2)}, {integer(3), integer(-7)}})));
  EXPECT_FALSE(PublicKey::read(map({{integer(1), integer(1)},
                                    {integer(3), integer(-8)},
                                    {integer(-1), integer(6)},
                                    {integer(-2), bytes(std::string(31, 'x'))}})));
  EXPECT_EQ(PublicKey::read(p256(base_x, base_y, 2, -35)).error().code, ErrorCode::invalid_value);
}

TEST(PublicKeys, WhatIsNoKeyAtAllIsMalformed) {
  for (const auto& text : {std::string(), std::string("x"), map({}) + "x", bytes("key"),
                           p256(base_x, base_y) + integer(0), p256(base_x, base_y).substr(0, 60)}) {
    const auto key = PublicKey::read(text);
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error().code, ErrorCode::malformed);
  }
}

std::string rsa(const std::string& modulus, const std::string& exponent) {
  return map({{integer(1), integer(3)},
              {integer(3), integer(-257)},
              {integer(-1), bytes(modulus)},
              {integer(-2), bytes(exponent)}});
}

TEST(PublicKeys, RsaKeysAreOfASensibleSize) {
  const auto of_bytes = [](std::size_t size) { return std::string(size, '\xff'); };
  const std::string f4 = std::string("\x01\x00\x01", 3);
  EXPECT_TRUE(PublicKey::read(rsa(of_bytes(256), f4)));
  EXPECT_TRUE(PublicKey::read(rsa(of_bytes(1'024), f4)));
  EXPECT_FALSE(PublicKey::read(rsa(of_bytes(255), f4)));
  EXPECT_FALSE(PublicKey::read(rsa(std::string(2, '\0') + of_bytes(255), f4)));
  EXPECT_FALSE(PublicKey::read(rsa(of_bytes(1'025), f4)));
  EXPECT_FALSE(PublicKey::read(rsa(of_bytes(256), "\x01")));
  EXPECT_FALSE(PublicKey::read(rsa(of_bytes(256), "\x04")));
  EXPECT_FALSE(PublicKey::read(rsa(of_bytes(256), "")));
  EXPECT_FALSE(PublicKey::read(rsa(of_bytes(256), of_bytes(5))));
}

}  // namespace
}  // namespace astronova::accounts
