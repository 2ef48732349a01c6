#include "accounts/account_deletion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "accounts/apple_details.h"
#include "tests/accounts/support/local_apple.h"

namespace astronova::accounts {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class AccountDeletionTest : public testing::AppleFixture {
 protected:
  SignedIn ann() {
    auto signed_in = guest();
    const auto details = write_apple_details({.email = "ann@example.org",
                                              .client_id = "org.example.app",
                                              .refresh_token = "a-refresh-token"});
    EXPECT_TRUE(stores.link(signed_in.account.id, {"apple", "ann", details, clock.now()}));
    stores.records[signed_in.account.id] = {"a chart"};
    return signed_in;
  }

  AppleRevocations revocations{foundations, grants};
  AccountDeletion deletion{foundations, sessions, &revocations};
};

TEST_F(AccountDeletionTest, NothingIsLeftButALineWithoutPersonalData) {
  const auto signed_in = ann();
  ASSERT_TRUE(sessions.authenticate(signed_in.access_token.text));
  ASSERT_TRUE(deletion.delete_account(signed_in.account.id, signed_in.account.id));
  EXPECT_EQ(stores.everything(), "");
  EXPECT_FALSE(sessions.authenticate(signed_in.access_token.text));
  EXPECT_FALSE(sessions.refresh(signed_in.refresh_token));
  EXPECT_EQ(audited(signed_in.account.id), "account.deleted ");
  for (const auto& entry : *stores.audit_log(0, 100)) {
    const auto line = entry.actor + entry.action + entry.subject + entry.detail;
    EXPECT_THAT(line, Not(HasSubstr("ann")));
    EXPECT_THAT(line, Not(HasSubstr("refresh")));
  }
}

TEST_F(AccountDeletionTest, ApplesGrantIsEndedAfterwards) {
  ASSERT_TRUE(deletion.delete_account(ann().account.id, "system"));
  EXPECT_THAT(grants.revoked, IsEmpty());
  EXPECT_EQ(revocations.try_due(), std::nullopt);
  EXPECT_THAT(grants.revoked, ElementsAre("org.example.app a-refresh-token"));
}

TEST_F(AccountDeletionTest, OthersAreLeftAlone) {
  const auto other = guest();
  ASSERT_TRUE(deletion.delete_account(ann().account.id, "system"));
  EXPECT_TRUE(sessions.authenticate(other.access_token.text));
}

TEST_F(AccountDeletionTest, WhatWasNotDeletedIsNotAuditedNorRevoked) {
  const auto signed_in = ann();
  EXPECT_EQ(deletion.delete_account("nobody", "system").error().code, ErrorCode::not_found);
  stores.away = true;
  EXPECT_EQ(deletion.delete_account(signed_in.account.id, "system").error().code,
            ErrorCode::unavailable);
  stores.away = false;
  EXPECT_THAT(*stores.audit_log(0, 100), IsEmpty());
  (void)revocations.try_due();
  EXPECT_THAT(grants.revoked, IsEmpty());
}

TEST_F(AccountDeletionTest, AccountsGoWhenTheirOwnersWantedThemTo) {
  const auto leaving = guest().account.id;
  const auto staying = guest().account.id;
  ASSERT_TRUE(stores.set_delete_after_days(leaving, 30));
  clock.advance(days(29));
  EXPECT_EQ(*deletion.delete_overdue(10), 0U);
  clock.advance(days(1));
  EXPECT_EQ(*deletion.delete_overdue(10), 1U);
  EXPECT_EQ(stores.account(leaving).error().code, ErrorCode::not_found);
  EXPECT_TRUE(stores.account(staying));
  EXPECT_EQ(audited(leaving), "account.deleted ");
}

class AppleRevocationsTest : public testing::AppleFixture {
 protected:
  AppleRevocations revocations{foundations, grants};
  AppleRevocation revocation{"an-account", "org.example.app", "a-refresh-token"};
};

TEST_F(AppleRevocationsTest, WhileAppleIsAwayTheyAreTriedMoreAndMoreSeldom) {
  grants.failure = ErrorCode::unavailable;
  revocations.add(revocation);
  for (const auto pause : {1, 2, 4, 8, 16}) {
    EXPECT_EQ(revocations.try_due(), clock.now() + seconds(pause));
    const int tried = grants.revocations_tried;
    clock.advance(seconds(pause) - std::chrono::milliseconds(1));
    (void)revocations.try_due();
    EXPECT_EQ(grants.revocations_tried, tried);
    clock.advance(std::chrono::milliseconds(1));
  }
  grants.failure.reset();
  EXPECT_EQ(revocations.try_due(), std::nullopt);
  EXPECT_THAT(grants.revoked, ElementsAre("org.example.app a-refresh-token"));
}

TEST_F(AppleRevocationsTest, AfterADayTheyAreGivenUpAndThatIsWritten) {
  grants.failure = ErrorCode::unavailable;
  const auto began = clock.now();
  revocations.add(revocation);
  while (const auto next = revocations.try_due())
    clock.set(*next);
  EXPECT_EQ(clock.now(), began + AppleRevocations::tried_for);
  EXPECT_LT(grants.revocations_tried, 50);
  EXPECT_EQ(audited("an-account"), "apple-grant.not-revoked ");
}

TEST_F(AppleRevocationsTest, WhereAppleDoesNotAcceptUsNothingIsTriedAgain) {
  grants.failure = ErrorCode::data_missing;
  revocations.add(revocation);
  EXPECT_EQ(revocations.try_due(), std::nullopt);
  EXPECT_EQ(audited("an-account"), "apple-grant.not-revoked ");
}

TEST_F(AppleRevocationsTest, AServerThatStopsSaysWhatItDidNotDo) {
  {
    AppleRevocations stopping(foundations, grants);
    stopping.add(revocation);
  }
  EXPECT_EQ(audited("an-account"), "apple-grant.not-revoked ");
}

TEST_F(AppleRevocationsTest, AThreadOfTheirOwnTriesThemConcurrently) {
  {
    AppleRevocations running(foundations, grants);
    running.start();
    running.add(revocation);
    grants.revocations_tried.wait(0);
  }
  EXPECT_THAT(grants.revoked, ElementsAre("org.example.app a-refresh-token"));
}

TEST_F(AppleRevocationsTest, NoMoreWaitThanMay) {
  grants.failure = ErrorCode::unavailable;
  for (std::size_t i = 0; i < AppleRevocations::waiting_max + 1; ++i)
    revocations.add(revocation);
  EXPECT_EQ(audited("an-account"), "apple-grant.not-revoked ");
}

}  // namespace
}  // namespace astronova::accounts
