#include "accounts/access_tokens.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include "accounts/base64url.h"
#include "tests/accounts/support/forged_token.h"
#include "tests/support/seeded_randomness.h"
#include "tests/support/set_clock.h"

namespace astronova::accounts {
namespace {

using std::chrono::seconds;
using storage::Role;
using testing::hmac_token;

const std::string secret(32, 's');
const std::string header = R"({"alg":"HS256","typ":"JWT","kid":"k"})";

class AccessTokensTest : public ::testing::Test {
 protected:
  AccessTokens tokens_of(const std::string& keys) const {
    return {*KeyRing::parse(keys), {}, clock, randomness};
  }

  // Claims that are right, but for those given as "name" and JSON text; "" leaves one out.
  std::string claims(std::string_view name = "", std::string_view json = "") const {
    const auto now = std::chrono::floor<seconds>(clock.now()).time_since_epoch().count();
    boost::json::object object{{"iss", "astronova"},   {"aud", "astronova"},  {"sub", "account"},
                               {"user_id", "account"}, {"role", "user"},      {"sid", "session"},
                               {"iat", now},           {"exp", now + 86'400}, {"jti", "x"}};
    if (!name.empty()) object.erase(name);
    if (!json.empty()) object[name] = boost::json::parse(json);
    return boost::json::serialize(object);
  }

  std::string refusal(const std::string& token) const {
    const auto verified = tokens.verify(token);
    if (verified) return "";
    EXPECT_EQ(verified.error().code, ErrorCode::unauthenticated);
    return verified.error().detail;
  }

  testing::SetClock clock{*parse_rfc3339("2026-11-23T12:00:00Z")};
  testing::SeededRandomness randomness;
  AccessTokens tokens = tokens_of("k:" + secret);
};

TEST_F(AccessTokensTest, WhatIsIssuedIsVerified) {
  const auto token = tokens.issue({"an-account", Role::admin, "a-session"});
  const auto verified = tokens.verify(token.text);
  ASSERT_TRUE(verified);
  EXPECT_EQ(verified->account_id, "an-account");
  EXPECT_EQ(verified->role, Role::admin);
  EXPECT_EQ(verified->session_id, "a-session");
  EXPECT_EQ(token.expires_at, *parse_rfc3339("2026-11-24T12:00:00Z"));
}

TEST_F(AccessTokensTest, ATokenCarriesWhatClientsRead) {
  const auto token = tokens.issue({"an-account", Role::user, "a-session"}).text;
  const auto first = token.find('.');
  const auto second = token.find('.', first + 1);
  const auto head = boost::json::parse(*decode_base64url(token.substr(0, first)));
  EXPECT_EQ(head, (boost::json::value{{"alg", "HS256"}, {"typ", "JWT"}, {"kid", "k"}}));
  auto said = boost::json::parse(*decode_base64url(token.substr(first + 1, second - first - 1)))
                  .as_object();
  EXPECT_EQ(said["jti"].as_string().size(), 36U);
  said.erase("jti");
  EXPECT_EQ(boost::json::value(said), (boost::json::value{{"iss", "astronova"},
                                                          {"aud", "astronova"},
                                                          {"sub", "an-account"},
                                                          {"user_id", "an-account"},
                                                          {"role", "user"},
                                                          {"sid", "a-session"},
                                                          {"iat", 1'795'435'200},
                                                          {"exp", 1'795'521'600}}));
}

TEST_F(AccessTokensTest, TwoTokensAreNeverTheSame) {
  EXPECT_NE(tokens.issue({"a", Role::user, "s"}).text, tokens.issue({"a", Role::user, "s"}).text);
}

TEST_F(AccessTokensTest, ATokenRunsOutAfterADayAndAMinuteOfSkew) {
  const auto token = tokens.issue({"a", Role::user, "s"}).text;
  clock.advance(access_token_lifetime + seconds(59));
  EXPECT_EQ(refusal(token), "");
  clock.advance(seconds(1));
  EXPECT_EQ(refusal(token), "Token has expired");
}

TEST_F(AccessTokensTest, ATokenIsTakenWhenTheClockIsSetBackByUpToADay) {
  const auto token = tokens.issue({"a", Role::user, "s"}).text;
  clock.advance(-access_token_lifetime);
  EXPECT_EQ(refusal(token), "");
  clock.advance(-seconds(1));
  EXPECT_EQ(refusal(token), "Invalid token");
}

TEST_F(AccessTokensTest, ClaimsThatAreMissingOrWrongAreRefused) {
  ASSERT_EQ(refusal(hmac_token(header, claims(), secret)), "");
  const struct {
    std::string_view name, json;
  } wrong[] = {
      {"exp", ""},       {"exp", R"("1795521600")"},
      {"exp", "null"},   {"exp", "1e300"},
      {"exp", "-1"},     {"exp", "18446744073709551615"},
      {"iat", ""},       {"iat", R"("1795435200")"},
      {"iat", "null"},   {"iat", "-1"},
      {"iss", ""},       {"iss", R"("another")"},
      {"iss", "null"},   {"iss", R"(["astronova"])"},
      {"aud", ""},       {"aud", R"("another")"},
      {"aud", "null"},   {"aud", R"(["another"])"},
      {"sub", ""},       {"sub", "7"},
      {"sid", ""},       {"sid", "null"},
      {"role", ""},      {"role", R"("root")"},
      {"role", R"("")"}, {"role", "2"},
  };
  for (const auto& [name, json] : wrong)
    EXPECT_EQ(refusal(hmac_token(header, claims(name, json), secret)), "Invalid token")
        << name << ' ' << json;
}

TEST_F(AccessTokensTest, OnlyAGenuineTokenIsSaidToHaveExpired) {
  const auto old = claims("exp", "1795000000");
  EXPECT_EQ(refusal(hmac_token(header, old, secret)), "Token has expired");
  EXPECT_EQ(refusal(hmac_token(header, old, std::string(32, 'x'))), "Invalid token");
  EXPECT_EQ(refusal(testing::unsigned_token(R"({"alg":"none"})", old)), "Invalid token");
}

TEST_F(AccessTokensTest, AKidThatIsUnknownOrMissingIsRefused) {
  EXPECT_EQ(refusal(hmac_token(R"({"alg":"HS256","kid":"other"})", claims(), secret)),
            "Invalid token");
  EXPECT_EQ(refusal(hmac_token(R"({"alg":"HS256"})", claims(), secret)), "Invalid token");
  EXPECT_EQ(refusal(hmac_token(R"({"alg":"HS256","kid":["k"]})", claims(), secret)),
            "Invalid token");
}

TEST_F(AccessTokensTest, ATokenSignedByRsaWithOurKidIsRefused) {
  const testing::RsaKey key;
  EXPECT_EQ(refusal(key.token(R"({"alg":"RS256","kid":"k"})", claims())), "Invalid token");
  EXPECT_EQ(refusal(key.token(header, claims())), "Invalid token");
}

TEST_F(AccessTokensTest, AnUnsignedTokenIsRefused) {
  EXPECT_EQ(refusal(testing::unsigned_token(R"({"alg":"none","kid":"k"})", claims())),
            "Invalid token");
  EXPECT_EQ(refusal(testing::unsigned_token(header, claims())), "Invalid token");
}

TEST_F(AccessTokensTest, AKeyHandsOverToTheNextWithoutSigningAnyoneOut) {
  const auto before = tokens.issue({"a", Role::user, "s"}).text;
  const auto overlap = tokens_of("next:" + std::string(32, 'n') + ",k:" + secret);
  const auto after = overlap.issue({"a", Role::user, "s"}).text;
  EXPECT_TRUE(overlap.verify(before));
  EXPECT_TRUE(overlap.verify(after));
  const auto alone = tokens_of("next:" + std::string(32, 'n'));
  EXPECT_TRUE(alone.verify(after));
  EXPECT_FALSE(alone.verify(before));
  EXPECT_EQ(refusal(after), "Invalid token");
}

TEST_F(AccessTokensTest, WhatIsNoTokenAtAllIsInvalid) {
  for (const auto* text : {"", ".", "..", "...", "a.b.c", "null", "Bearer x", "e30.e30.e30"})
    EXPECT_EQ(refusal(text), "Invalid token") << text;
}

}  // namespace
}  // namespace astronova::accounts
