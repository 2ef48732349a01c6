#include "accounts/apple_tokens.h"

#include <boost/json/serialize.hpp>

#include <gtest/gtest.h>

#include "tests/accounts/support/local_apple.h"

namespace astronova::accounts {
namespace {

using boost::json::object;
using std::chrono::seconds;

class AppleTokensTest : public testing::AppleFixture {
 protected:
  std::string refusal(const std::string& token) const {
    const auto identity = apple.identity(token);
    if (identity) return "";
    EXPECT_EQ(identity.error().code, ErrorCode::unauthenticated);
    return identity.error().detail;
  }
  std::string signed_by_apple(std::string_view header, const object& claims) const {
    return apple_key().token(header, boost::json::serialize(claims));
  }
};

TEST_F(AppleTokensTest, AnIdentityTokenSaysWho) {
  const auto identity =
      apple.identity(identity_token({{"nonce", "n"}, {"is_private_email", "true"}}));
  ASSERT_TRUE(identity);
  EXPECT_EQ(identity->subject, "ann");
  EXPECT_EQ(identity->client_id, "org.example.app");
  EXPECT_EQ(identity->email, "ann@example.org");
  EXPECT_TRUE(identity->email_verified);
  EXPECT_TRUE(identity->private_email);
  EXPECT_EQ(identity->nonce, "n");
  EXPECT_EQ(identity->nonce_supported, true);
}

// Apple: "The value can be a String ("true" or "false") or a Boolean (true or false)".
TEST_F(AppleTokensTest, TruthsAreTextsOrBooleans) {
  const std::pair<boost::json::value, bool> spellings[] = {
      {"true", true}, {true, true}, {"false", false}, {false, false}, {"yes", false}, {1, false}};
  for (const auto& [value, truth] : spellings) {
    const auto identity =
        apple.identity(identity_token({{"email_verified", value}, {"is_private_email", value}}));
    ASSERT_TRUE(identity);
    EXPECT_EQ(identity->email_verified, truth) << value;
    EXPECT_EQ(identity->private_email, truth) << value;
  }
}

TEST_F(AppleTokensTest, WhatIsNotToldIsNotMadeUp) {
  const auto identity = apple.identity(identity_token(
      {{"email", nullptr}, {"email_verified", nullptr}, {"nonce_supported", nullptr}}));
  ASSERT_TRUE(identity);
  EXPECT_FALSE(identity->email);
  EXPECT_FALSE(identity->email_verified);
  EXPECT_FALSE(identity->nonce);
  EXPECT_FALSE(identity->nonce_supported);
}

TEST_F(AppleTokensTest, EachOfOurClientsIsServedAndNoOther) {
  EXPECT_EQ(refusal(identity_token({{"aud", "org.example.web"}})), "");
  for (const boost::json::value& audience :
       {boost::json::value("org.example.other"), boost::json::value(""),
        boost::json::value(nullptr), boost::json::value(boost::json::array{"org.example.app"})}) {
    EXPECT_EQ(refusal(identity_token({{"aud", audience}})), "Invalid token") << audience;
  }
}

TEST_F(AppleTokensTest, ClaimsThatAreMissingOrWrongAreRefused) {
  const object wrong[] = {
      {{"iss", "https://appleid.apple.com.example.org"}},
      {{"iss", "https://appleid.apple.com/"}},
      {{"iss", nullptr}},
      {{"exp", nullptr}},
      {{"iat", nullptr}},
      {{"sub", nullptr}},
      {{"sub", ""}},
      {{"sub", std::string(256, 's')}},
      {{"sub", 7}},
      {{"exp", "soon"}},
      {{"events", "{}"}},
  };
  for (const auto& claims : wrong)
    EXPECT_EQ(refusal(identity_token(claims)), "Invalid token") << claims;
}

TEST_F(AppleTokensTest, AnIdentityTokenRunsOut) {
  const auto token = identity_token();
  clock.advance(seconds(86'400 + 59));
  EXPECT_EQ(refusal(token), "");
  clock.advance(seconds(1));
  EXPECT_EQ(refusal(token), "Token has expired");
}

TEST_F(AppleTokensTest, AnIdentityTokenFromTheFutureIsRefused) {
  const auto token = identity_token();
  clock.advance(-seconds(61));
  EXPECT_EQ(refusal(token), "Invalid token");
}

TEST_F(AppleTokensTest, OnlyApplesSignatureCounts) {
  const auto claims = identity_claims();
  const auto text = boost::json::serialize(claims);
  const testing::RsaKey other;
  const auto* header = R"({"kid":"apple-1","alg":"RS256"})";
  EXPECT_EQ(refusal(other.token(header, text)), "Invalid token");
  EXPECT_EQ(refusal(testing::unsigned_token(R"({"kid":"apple-1","alg":"none"})", text)),
            "Invalid token");
  for (const auto& secret : {keys.published["apple-1"], apple_key().public_pem()}) {
    EXPECT_EQ(refusal(testing::hmac_token(R"({"kid":"apple-1","alg":"HS256"})", text, secret)),
              "Invalid token");
  }
  EXPECT_EQ(refusal(signed_by_apple(header, claims)), "");
  EXPECT_EQ(refusal(signed_by_apple(R"({"kid":"apple-2","alg":"RS256"})", claims)),
            "Invalid token");
  EXPECT_EQ(refusal(signed_by_apple(R"({"alg":"RS256"})", claims)), "Invalid token");
}

TEST_F(AppleTokensTest, WithoutApplesKeysThereIsNoVerdict) {
  keys.away = true;
  EXPECT_EQ(apple.identity(identity_token()).error().code, ErrorCode::unavailable);
}

// The payload that Apple's page shows, with its spelling of the events as a text.
TEST_F(AppleTokensTest, ANotificationTellsWhatChanged) {
  const auto events =
      apple.events(notification("email-disabled", {{"email", "ep9ks2tnph@privaterelay.appleid.com"},
                                                   {"is_private_email", "true"}}));
  ASSERT_TRUE(events);
  ASSERT_EQ(events->size(), 1U);
  EXPECT_EQ(events->front().type, AppleEvent::Type::email_disabled);
  EXPECT_EQ(events->front().subject, "ann");
  EXPECT_EQ(events->front().email, "ep9ks2tnph@privaterelay.appleid.com");
  EXPECT_EQ(events->front().at, clock.now());
}

TEST_F(AppleTokensTest, EachKindOfEventIsKnownByItsNames) {
  using Type = AppleEvent::Type;
  const std::pair<const char*, Type> kinds[] = {{"consent-revoked", Type::consent_revoked},
                                                {"account-delete", Type::account_deleted},
                                                {"account-deleted", Type::account_deleted},
                                                {"email-enabled", Type::email_enabled},
                                                {"something-new", Type::other}};
  for (const auto& [name, type] : kinds)
    EXPECT_EQ(apple.events(notification(name))->front().type, type) << name;
}

TEST_F(AppleTokensTest, EventsMayBeAnObjectOrAList) {
  const object event{{"type", "consent-revoked"}, {"sub", "ann"}};
  for (const boost::json::value& events :
       {boost::json::value(event), boost::json::value(boost::json::array{event, event})}) {
    const auto read =
        apple.events(identity_token({{"sub", nullptr}, {"exp", nullptr}, {"events", events}}));
    ASSERT_TRUE(read) << events;
    EXPECT_EQ(read->size(), events.is_array() ? 2U : 1U);
    EXPECT_EQ(read->front().at, clock.now());
  }
}

TEST_F(AppleTokensTest, WhatIsNoNotificationIsRefused) {
  EXPECT_FALSE(apple.events(identity_token()));
  for (const boost::json::value& events :
       {boost::json::value("no json"), boost::json::value("7"), boost::json::value("{}"),
        boost::json::value(R"({"type":"consent-revoked"})"), boost::json::value(nullptr),
        boost::json::value(R"([{"type":"consent-revoked","sub":""}])")}) {
    EXPECT_FALSE(apple.events(identity_token({{"events", events}}))) << events;
  }
  const testing::RsaKey other;
  EXPECT_FALSE(apple.events(other.token(
      R"({"kid":"apple-1","alg":"RS256"})",
      boost::json::serialize(identity_claims({{"events", R"({"type":"x","sub":"ann"})"}})))));
}

TEST_F(AppleTokensTest, AnOldNotificationThatRunsOutHasRunOut) {
  const auto payload = notification("consent-revoked");
  clock.advance(seconds(86'400 + 60));
  EXPECT_FALSE(apple.events(payload));
}

}  // namespace
}  // namespace astronova::accounts
