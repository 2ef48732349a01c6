#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/apple/token_service.h"
#include "tests/clients/support/stand_in.h"

namespace astronova::clients::apple {
namespace {

using namespace std::chrono_literals;
using astronova::testing::StandIn;
using astronova::testing::text_at;
using ::testing::HasSubstr;
using ::testing::Not;

class AppleGrantsTest : public ::testing::Test {
 protected:
  static constexpr const char* client_id = "com.example.astronova";

  void SetUp() override {
    apple_.post("settings", {{"now", "2026-03-01T12:00:00Z"}});
    const auto given = apple_.get("credentials");
    credentials_ = {text_at(given, "teamId"), text_at(given, "keyId"),
                    text_at(given, "privateKey")};
    service_ = make(credentials_);
  }
  std::unique_ptr<TokenService> make(const AppleCredentials& credentials,
                                     const Clock& clock = astronova::testing::noon) {
    auto made = TokenService::make(apple_.client(), clock, {apple_.address(), 60s}, credentials);
    if (!made) throw std::runtime_error(made.error().detail);
    return std::move(*made);
  }
  AppleAuthorization authorize(const boost::json::object& wish = {}) {
    return {client_id, text_at(apple_.post("authorize", wish), "code")};
  }
  ErrorCode exchange_error(TokenService& service, const AppleAuthorization& authorization) {
    const auto grant = service.exchange(authorization);
    EXPECT_FALSE(grant);
    return grant ? ErrorCode::internal : grant.error().code;
  }

  StandIn apple_{"apple_server.mjs"};
  AppleCredentials credentials_;
  std::unique_ptr<TokenService> service_;
};

TEST_F(AppleGrantsTest, ACodeBecomesAGrantOnce) {
  const auto authorization = authorize();
  const auto grant = service_->exchange(authorization);
  ASSERT_TRUE(grant) << grant.error().detail;
  EXPECT_FALSE(grant->refresh_token.empty());
  EXPECT_EQ(std::ranges::count(grant->identity_token, '.'), 2);
  EXPECT_EQ(exchange_error(*service_, authorization), ErrorCode::unauthenticated);
}

TEST_F(AppleGrantsTest, TheRedirectAddressOfAWebPageGoesAlong) {
  const std::string address = "https://astronova.example/after?a=1&b=2";
  auto authorization = authorize({{"redirectUri", address}});
  EXPECT_EQ(exchange_error(*service_, authorization), ErrorCode::unauthenticated);
  authorization = authorize({{"redirectUri", address}});
  authorization.redirect_uri = address;
  EXPECT_TRUE(service_->exchange(authorization));
}

TEST_F(AppleGrantsTest, ACodeOfAnotherClientIsNotTaken) {
  EXPECT_EQ(exchange_error(*service_, authorize({{"clientId", "com.example.astronova.web"}})),
            ErrorCode::unauthenticated);
}

TEST_F(AppleGrantsTest, ACodeWithStrangeCharactersIsAWrongCode) {
  for (const std::string code : {"", "&code=x", "a b+c%", "\xC3\xA9\n"})
    EXPECT_EQ(exchange_error(*service_, {client_id, code}), ErrorCode::unauthenticated);
}

TEST_F(AppleGrantsTest, AGrantStandsUntilThePersonWithdraws) {
  const auto consent = apple_.post("authorize", {{"sub", "001234.abc.0001"}});
  const auto grant = service_->exchange({client_id, text_at(consent, "code")});
  ASSERT_TRUE(grant);
  EXPECT_TRUE(service_->validate(client_id, grant->refresh_token));
  apple_.post("revoke_consent", {{"sub", "001234.abc.0001"}});
  const auto validated = service_->validate(client_id, grant->refresh_token);
  ASSERT_FALSE(validated);
  EXPECT_EQ(validated.error().code, ErrorCode::unauthenticated);
}

TEST_F(AppleGrantsTest, AGrantIsRevoked) {
  const auto grant = service_->exchange(authorize());
  ASSERT_TRUE(grant);
  ASSERT_TRUE(service_->revoke(client_id, grant->refresh_token));
  EXPECT_EQ(apple_.get("revoked").at("revoked"), boost::json::array{grant->refresh_token});
  EXPECT_FALSE(service_->validate(client_id, grant->refresh_token));
  EXPECT_TRUE(service_->revoke(client_id, grant->refresh_token)) << "it had ended";
}

TEST_F(AppleGrantsTest, WhoWeAreIsCheckedByApple) {
  auto other_team = credentials_;
  other_team.team_id = "OTHER12345";
  auto other_key_id = credentials_;
  other_key_id.key_id = "OTHER12345";
  auto other_key = credentials_;
  other_key.private_key = text_at(StandIn{"apple_server.mjs"}.get("credentials"), "privateKey");
  for (const auto& wrong : {other_team, other_key_id, other_key})
    EXPECT_EQ(exchange_error(*make(wrong), authorize()), ErrorCode::data_missing);
  EXPECT_EQ(exchange_error(*service_, {"com.example.unknown", "code"}), ErrorCode::data_missing);
}

// Apple checks iat and exp of the secret; ours is good for five minutes.
TEST_F(AppleGrantsTest, OurProofIsGoodForFiveMinutes) {
  apple_.post("settings", {{"now", "2026-03-01T12:04:59Z"}});
  EXPECT_TRUE(service_->exchange(authorize()));
  apple_.post("settings", {{"now", "2026-03-01T12:05:00Z"}});
  EXPECT_EQ(exchange_error(*service_, authorize()), ErrorCode::data_missing);
  apple_.post("settings", {{"now", "2026-03-01T11:58:00Z"}});
  EXPECT_EQ(exchange_error(*service_, authorize()), ErrorCode::data_missing);
}

TEST_F(AppleGrantsTest, ACodeThatHasExpiredIsNotTaken) {
  const auto authorization = authorize();
  apple_.post("settings", {{"now", "2026-03-01T12:10:00Z"}});
  const astronova::testing::SetClock later{astronova::testing::noon.now() + 10min};
  EXPECT_EQ(exchange_error(*make(credentials_, later), authorization), ErrorCode::unauthenticated);
}

TEST_F(AppleGrantsTest, AnAppleThatDoesNotAnswerIsUnavailable) {
  const auto grant = service_->exchange(authorize());
  ASSERT_TRUE(grant);
  for (const boost::json::object& fault : {boost::json::object{{"down", true}},
                                           {{"status", 500}},
                                           {{"status", 503}},
                                           {{"status", 429}},
                                           {{"status", 302}},
                                           {{"status", 418}, {"body", "a teapot"}}}) {
    apple_.post("fault", fault);
    EXPECT_EQ(exchange_error(*service_, {client_id, "code"}), ErrorCode::unavailable);
    EXPECT_EQ(service_->validate(client_id, grant->refresh_token).error().code,
              ErrorCode::unavailable);
    EXPECT_EQ(service_->revoke(client_id, grant->refresh_token).error().code,
              ErrorCode::unavailable);
  }
}

TEST_F(AppleGrantsTest, AnAnswerThatIsNoGrantIsNotTakenForOne) {
  for (const boost::json::value& body :
       {boost::json::value{"no JSON"}, boost::json::value{{"refresh_token", "r"}},
        boost::json::value{{"id_token", "i"}},
        boost::json::value{{"refresh_token", 1}, {"id_token", "i"}}}) {
    apple_.post("fault", {{"status", 200}, {"body", body}});
    EXPECT_EQ(exchange_error(*service_, {client_id, "code"}), ErrorCode::unavailable);
    EXPECT_EQ(service_->validate(client_id, "r").error().code, ErrorCode::unavailable);
  }
}

TEST_F(AppleGrantsTest, TheWordsOfAppleAreToldApart) {
  for (const auto& [word, code] : {std::pair{"invalid_grant", ErrorCode::unauthenticated},
                                   {"invalid_client", ErrorCode::data_missing},
                                   {"unauthorized_client", ErrorCode::data_missing},
                                   {"invalid_request", ErrorCode::internal},
                                   {"unsupported_grant_type", ErrorCode::internal},
                                   {"invalid_scope", ErrorCode::internal},
                                   {"something_new", ErrorCode::unavailable}}) {
    apple_.post("fault", {{"status", 400}, {"body", {{"error", word}}}});
    EXPECT_EQ(exchange_error(*service_, {client_id, "code"}), code) << word;
  }
}

// A code is spent by the first request, whatever became of its answer.
TEST_F(AppleGrantsTest, ACodeIsSentOnceAndTheRestAgain) {
  const auto client = astronova::testing::start_client();
  const auto service =
      TokenService::make(*client, astronova::testing::noon, {apple_.address(), 60s}, credentials_);
  ASSERT_TRUE(service);
  const auto grant = (*service)->exchange(authorize());
  ASSERT_TRUE(grant);
  const auto sent = [this](const std::string& path) { return apple_.asked("POST " + path); };

  apple_.post("fault", {{"times", 1}, {"down", true}});
  auto before = sent("/auth/token");
  EXPECT_EQ(exchange_error(**service, authorize()), ErrorCode::unavailable);
  EXPECT_EQ(sent("/auth/token") - before, 1);

  apple_.post("fault", {{"times", 1}, {"status", 503}});
  before = sent("/auth/token");
  EXPECT_TRUE((*service)->validate(client_id, grant->refresh_token));
  EXPECT_EQ(sent("/auth/token") - before, 2);

  apple_.post("fault", {{"times", 1}, {"status", 503}});
  EXPECT_TRUE((*service)->revoke(client_id, grant->refresh_token));
  EXPECT_EQ(sent("/auth/revoke"), 2);
}

TEST_F(AppleGrantsTest, NoErrorTellsASecret) {
  apple_.post("fault", {{"status", 400},
                        {"body", {{"error", "invalid_grant"}, {"error_description", "secret"}}}});
  const auto grant = service_->exchange({client_id, "secret"});
  ASSERT_FALSE(grant);
  EXPECT_THAT(grant.error().detail, Not(HasSubstr("secret")));
}

TEST_F(AppleGrantsTest, CredentialsThatCannotBeUsedAreRefusedAtOnce) {
  const auto code = [this](AppleCredentials wrong) {
    return TokenService::make(apple_.client(), astronova::testing::noon, {}, wrong).error().code;
  };
  EXPECT_EQ(code({"", credentials_.key_id, credentials_.private_key}), ErrorCode::data_missing);
  EXPECT_EQ(code({credentials_.team_id, "", credentials_.private_key}), ErrorCode::data_missing);
  EXPECT_EQ(code({credentials_.team_id, credentials_.key_id, "no key"}), ErrorCode::data_missing);
}

}  // namespace
}  // namespace astronova::clients::apple
