#include "accounts/apple_notifications.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "accounts/apple_sign_in.h"
#include "tests/accounts/support/local_apple.h"

namespace astronova::accounts {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class AppleNotificationsTest : public testing::AppleFixture {
 protected:
  AppleNotificationsTest() {
    grants.codes["org.example.app code"] = {"a-refresh-token", identity_token()};
    ann = *way_in.sign_in({.identity_token = identity_token(),
                           .authorization_code = "code",
                           .full_name = "Ann Example"},
                          {});
    stores.records[ann.account.id] = {"a chart"};
    clock.advance(hours(1));
  }
  void give_another_way_in() {
    ASSERT_TRUE(stores.link(ann.account.id, {"passkey", "a-credential", "{}", clock.now()}));
  }
  Result<void> tell(const std::string& type, const boost::json::object& others = {}) {
    return notifications.apply(notification(type, others));
  }
  bool is_signed_in() { return sessions.authenticate(ann.access_token.text).has_value(); }

  AppleSignIn way_in{foundations, sessions, apple, &grants, {}};
  AccountDeletion deletion{foundations, sessions, nullptr};
  AppleNotifications notifications{foundations, sessions, apple, deletion};
  SignedIn ann;
};

TEST_F(AppleNotificationsTest, WhoRevokesConsentIsSignedOutAndForgottenButForTheirRecords) {
  ASSERT_TRUE(is_signed_in());
  ASSERT_TRUE(tell("consent-revoked"));
  EXPECT_FALSE(is_signed_in());
  EXPECT_FALSE(sessions.refresh(ann.refresh_token));
  for (const auto* secret : {"ann@example.org", "Ann Example", "a-refresh-token"})
    EXPECT_THAT(stores.everything(), Not(HasSubstr(secret)));
  EXPECT_THAT(stores.records[ann.account.id], ElementsAre("a chart"));
  EXPECT_EQ(audited(ann.account.id), "apple.consent-revoked ");
}

TEST_F(AppleNotificationsTest, WhoConsentsAgainFindsTheirRecords) {
  ASSERT_TRUE(tell("consent-revoked"));
  const auto again = way_in.sign_in({.identity_token = identity_token()}, {});
  ASSERT_TRUE(again);
  EXPECT_EQ(again->account.id, ann.account.id);
}

TEST_F(AppleNotificationsTest, WithAnotherWayInTheIdentityIsUnlinked) {
  give_another_way_in();
  ASSERT_TRUE(tell("consent-revoked"));
  EXPECT_FALSE(is_signed_in());
  ASSERT_EQ(stores.identities(ann.account.id)->size(), 1U);
  EXPECT_EQ(stores.identities(ann.account.id)->front().provider, "passkey");
}

TEST_F(AppleNotificationsTest, WhatWasOverBeforeTheySignedInAgainChangesNothing) {
  const auto late = notification("consent-revoked");
  clock.advance(hours(1));
  ann = *way_in.sign_in({.identity_token = identity_token()}, {});
  ASSERT_TRUE(notifications.apply(late));
  EXPECT_TRUE(is_signed_in());
  EXPECT_EQ(stores.identities(ann.account.id)->size(), 1U);
}

TEST_F(AppleNotificationsTest, ClocksMayDifferAMinute) {
  ann = *way_in.sign_in({.identity_token = identity_token()}, {});
  clock.advance(-seconds(59));
  ASSERT_TRUE(tell("consent-revoked"));
  clock.advance(seconds(59));
  EXPECT_FALSE(is_signed_in());
}

TEST_F(AppleNotificationsTest, AnAccountThatNobodyCanOpenAnyMoreIsDeleted) {
  ASSERT_TRUE(is_signed_in());
  ASSERT_TRUE(tell("account-deleted"));
  EXPECT_EQ(stores.account_count(), 0U);
  EXPECT_FALSE(is_signed_in());
  EXPECT_EQ(audited(ann.account.id), "account.deleted ");
}

TEST_F(AppleNotificationsTest, AnAccountWithAnotherWayInOutlivesTheAppleAccount) {
  give_another_way_in();
  ASSERT_TRUE(tell("account-delete"));
  EXPECT_EQ(stores.identities(ann.account.id)->size(), 1U);
  EXPECT_THAT(stores.records[ann.account.id], ElementsAre("a chart"));
  EXPECT_FALSE(is_signed_in());
}

TEST_F(AppleNotificationsTest, ForwardingOfMailIsKept) {
  const auto details = [this] {
    return read_apple_details(stores.identities(ann.account.id)->front().details);
  };
  ASSERT_TRUE(tell("email-disabled", {{"email", "x@privaterelay.appleid.com"}}));
  EXPECT_EQ(details().email_forwarded, false);
  EXPECT_EQ(details().email, "x@privaterelay.appleid.com");
  EXPECT_EQ(details().refresh_token, "a-refresh-token");
  ASSERT_TRUE(tell("email-enabled"));
  EXPECT_EQ(details().email_forwarded, true);
  EXPECT_EQ(details().email, "x@privaterelay.appleid.com");
  EXPECT_TRUE(is_signed_in());
}

TEST_F(AppleNotificationsTest, TellingTwiceDoesNoMoreThanTellingOnce) {
  for (const auto* type : {"email-disabled", "consent-revoked", "account-deleted"}) {
    EXPECT_TRUE(tell(type)) << type;
    EXPECT_TRUE(tell(type)) << type;
  }
}

TEST_F(AppleNotificationsTest, SomebodyUnknownAndSomethingUnknownChangeNothing) {
  EXPECT_TRUE(tell("account-deleted", {{"sub", "bob"}}));
  EXPECT_TRUE(tell("something-new"));
  EXPECT_TRUE(is_signed_in());
  EXPECT_EQ(stores.account_count(), 1U);
}

TEST_F(AppleNotificationsTest, ASignInAtTheSameMomentIsNotOverwritten) {
  stores.meanwhile = [this] {
    stores.meanwhile = [this] {
      ASSERT_TRUE(stores.link(ann.account.id,
                              {"apple", "ann", R"({"fullName":"Ann Other"})", clock.now()}));
    };
  };
  ASSERT_TRUE(tell("email-disabled"));
  const auto details = read_apple_details(stores.identities(ann.account.id)->front().details);
  EXPECT_EQ(details.full_name, "Ann Other");
  EXPECT_EQ(details.email_forwarded, false);
}

TEST_F(AppleNotificationsTest, WhatIsNotApplesWordChangesNothing) {
  const auto forged = notifications.apply(identity_token());
  ASSERT_FALSE(forged);
  EXPECT_EQ(forged.error().code, ErrorCode::unauthenticated);
  EXPECT_TRUE(is_signed_in());
}

TEST_F(AppleNotificationsTest, AnEventIsNotLostWhileTheDatabaseIsAway) {
  stores.away = true;
  EXPECT_EQ(tell("consent-revoked").error().code, ErrorCode::unavailable);
  stores.away = false;
  EXPECT_TRUE(is_signed_in());
}

}  // namespace
}  // namespace astronova::accounts
