#include "accounts/json_web_token.h"

#include <boost/json/serialize.hpp>
#include <string>

#include <gtest/gtest.h>

#include "accounts/base64url.h"
#include "tests/accounts/support/forged_token.h"

namespace astronova::accounts {
namespace {

using testing::hmac_token;
using testing::RsaKey;

// RFC 7515, A.1.
constexpr std::string_view rfc_hs256 =
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
    "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
constexpr std::string_view rfc_secret =
    "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
// RFC 7515, A.2.
constexpr std::string_view rfc_rs256 =
    "eyJhbGciOiJSUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
    "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7"
    "AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4"
    "BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K"
    "0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqv"
    "hJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrB"
    "p0igcN_IoypGlUPQGe77Rw";
constexpr std::string_view rfc_rsa_key =
    R"({"kty":"RSA","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"})";

Result<boost::json::object> by_secret(std::string_view token, std::string_view secret) {
  const auto read = JsonWebToken::read(token, TokenAlgorithm::hs256);
  if (!read) return read.error();
  return read->verified_by_secret(secret);
}

Result<boost::json::object> by_rsa(std::string_view token, std::string_view key) {
  const auto read = JsonWebToken::read(token, TokenAlgorithm::rs256);
  if (!read) return read.error();
  return read->verified_by_rsa(key);
}

const RsaKey& an_rsa_key() {
  static const RsaKey key;
  return key;
}

TEST(JsonWebTokens, TheExamplesOfTheRfcVerify) {
  const auto secret = decode_base64url(rfc_secret);
  ASSERT_TRUE(secret);
  for (const auto& claims : {by_secret(rfc_hs256, *secret), by_rsa(rfc_rs256, rfc_rsa_key)}) {
    ASSERT_TRUE(claims);
    EXPECT_EQ(boost::json::serialize(*claims),
              R"({"iss":"joe","exp":1300819380,"http://example.com/is_root":true})");
  }
}

TEST(JsonWebTokens, EachChangedBitIsFound) {
  const auto secret = *decode_base64url(rfc_secret);
  std::string token(rfc_hs256);
  for (auto& c : token) {
    const char before = std::exchange(c, c == 'A' ? 'B' : 'A');
    EXPECT_FALSE(by_secret(token, secret)) << token;
    c = before;
  }
  EXPECT_TRUE(by_secret(token, secret));
}

TEST(JsonWebTokens, APartOfATokenIsNone) {
  const auto secret = *decode_base64url(rfc_secret);
  for (std::size_t size = 0; size < rfc_hs256.size(); ++size)
    EXPECT_FALSE(by_secret(rfc_hs256.substr(0, size), secret)) << size;
}

// RFC 8725, 2.1: the public key of one algorithm as the secret of another.
TEST(JsonWebTokens, ATokenSignedWithThePublicKeyAsASecretIsRefused) {
  const auto key = an_rsa_key().json_web_key("a");
  const auto pem = an_rsa_key().public_pem();
  for (const auto& secret : {key, pem}) {
    for (const auto* header : {R"({"alg":"HS256","kid":"a"})", R"({"alg":"RS256","kid":"a"})"})
      EXPECT_FALSE(by_rsa(hmac_token(header, "{}", secret), key));
  }
  EXPECT_TRUE(by_rsa(an_rsa_key().token(R"({"alg":"RS256","kid":"a"})", "{}"), key));
}

TEST(JsonWebTokens, ATokenSignedByRsaIsNoneOfASecret) {
  const auto token = an_rsa_key().token(R"({"alg":"RS256"})", "{}");
  EXPECT_FALSE(by_secret(token, an_rsa_key().public_pem()));
}

TEST(JsonWebTokens, OnlyTheAlgorithmAskedForIsTaken) {
  const std::string secret(64, 's');
  EXPECT_TRUE(by_secret(hmac_token(R"({"alg":"HS256"})", "{}", secret), secret));
  EXPECT_FALSE(by_secret(hmac_token(R"({"alg":"HS384"})", "{}", secret, "SHA384"), secret));
  EXPECT_FALSE(by_secret(hmac_token(R"({"alg":"HS512"})", "{}", secret, "SHA512"), secret));
  for (const auto* header :
       {R"({"alg":"none"})", R"({"alg":"None"})", R"({"alg":"NONE"})", R"({"alg":"hs256"})",
        R"({"alg":""})", R"({"alg":null})", R"({"alg":["HS256"]})", R"({})", R"([])", "HS256"}) {
    EXPECT_FALSE(by_secret(hmac_token(header, "{}", secret), secret)) << header;
    EXPECT_FALSE(by_secret(testing::unsigned_token(header, "{}"), secret)) << header;
  }
}

TEST(JsonWebTokens, WhatMustBeUnderstoodAndIsNotIsRefused) {
  const std::string secret(32, 's');
  for (const auto* header :
       {R"({"alg":"HS256","crit":["b64"],"b64":false})", R"({"alg":"HS256","crit":["exp"]})",
        R"({"alg":"HS256","crit":[]})", R"({"alg":"HS256","crit":null})"}) {
    EXPECT_FALSE(by_secret(hmac_token(header, "{}", secret), secret)) << header;
  }
}

TEST(JsonWebTokens, AnEncryptedTokenIsRefused) {
  const std::string secret(32, 's');
  const auto token = hmac_token(R"({"alg":"HS256"})", "{}", secret);
  EXPECT_FALSE(by_secret(token + ".e30.e30", secret));
  // RFC 7516, A.3: the header says A128KW.
  EXPECT_FALSE(
      by_secret("eyJhbGciOiJBMTI4S1ciLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0."
                "6KB707dM9YTIgHtLvtgWQ8mKwboJW3of9locizkDTHzBC2IlrT1oOQ."
                "AxY8DCtDaGlsbGljb3RoZQ.KDlTtXchhZTGufMYmOYGS4HffxPSUrfmqCHXaI9wOGY."
                "U0m_YmjN04DJvceFICbCVQ",
                secret));
}

TEST(JsonWebTokens, ATokenHasOneSpelling) {
  const std::string secret(32, 's');
  const auto token = hmac_token(R"({"alg":"HS256"})", "{}", secret);
  for (const auto& spelling : {" " + token, token + " ", token + "=", token + "\n", token + "."})
    EXPECT_FALSE(by_secret(spelling, secret)) << spelling;
}

TEST(JsonWebTokens, ATokenBeyondTheLimitIsNotRead) {
  const std::string secret(32, 's');
  const auto of_size = [&](std::size_t filling) {
    return hmac_token(R"({"alg":"HS256"})", R"({"a":")" + std::string(filling, 'a') + "\"}",
                      secret);
  };
  EXPECT_TRUE(by_secret(of_size(6'000), secret));
  EXPECT_FALSE(by_secret(of_size(6'200), secret));
}

TEST(JsonWebTokens, ClaimsThatAreNoObjectAreRefused) {
  const std::string secret(32, 's');
  for (const auto* claims : {"", "[]", "1", "null", "{", "{}x", "\"text\"", "{\"a\":\"\xff\"}"})
    EXPECT_FALSE(by_secret(hmac_token(R"({"alg":"HS256"})", claims, secret), secret)) << claims;
}

TEST(JsonWebTokens, AKeyMeantForSomethingElseIsNotUsed) {
  const auto& key = an_rsa_key();
  const auto token = key.token(R"({"alg":"RS256"})", "{}");
  EXPECT_TRUE(by_rsa(token, key.json_web_key("a", R"(,"use":"sig","alg":"RS256")")));
  EXPECT_FALSE(by_rsa(token, key.json_web_key("a", R"(,"use":"enc")")));
  EXPECT_FALSE(by_rsa(token, key.json_web_key("a", R"(,"alg":"RS512")")));
  EXPECT_FALSE(by_rsa(token, key.json_web_key("a", R"(,"alg":7)")));
  EXPECT_FALSE(by_rsa(token, R"({"kty":"oct","k":"c3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3M"})"));
  EXPECT_FALSE(by_rsa(token, "{}"));
  EXPECT_FALSE(by_rsa(token, "no key"));
}

TEST(JsonWebTokens, AShortRsaKeyIsNotUsed) {
  const RsaKey key(1'024);
  EXPECT_FALSE(by_rsa(key.token(R"({"alg":"RS256"})", "{}"), key.json_web_key("a")));
}

TEST(JsonWebTokens, AnotherKeyDoesNotVerify) {
  const RsaKey other;
  const auto token = other.token(R"({"alg":"RS256","kid":"a"})", "{}");
  EXPECT_FALSE(by_rsa(token, an_rsa_key().json_web_key("a")));
}

}  // namespace
}  // namespace astronova::accounts
