#include "accounts/sessions.h"

#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "accounts/base64url.h"
#include "accounts/digest.h"
#include "tests/accounts/support/accounts_fixture.h"

namespace astronova::accounts {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;
using storage::Role;
using ::testing::HasSubstr;
using ::testing::Not;

class SessionsTest : public testing::AccountsFixture {
 protected:
  std::string refusal(const std::string& access_token) {
    const auto caller = sessions.authenticate(access_token);
    return caller ? "" : caller.error().detail;
  }
  std::string refresh_refusal(const std::string& refresh_token) {
    const auto refreshed = sessions.refresh(refresh_token);
    return refreshed ? "" : refreshed.error().detail;
  }
  // Another process on the same database.
  Sessions elsewhere{foundations, tokens};
};

TEST_F(SessionsTest, WhoSignsInIsKnownByTheAccessToken) {
  const auto signed_in = guest();
  const auto caller = sessions.authenticate(signed_in.access_token.text);
  ASSERT_TRUE(caller);
  EXPECT_EQ(caller->account_id, signed_in.account.id);
  EXPECT_EQ(caller->role, Role::guest);
  EXPECT_EQ(caller->session_id, signed_in.session_id);
}

TEST_F(SessionsTest, ARefreshTokenHas256RandomBitsAndIsKeptAsADigest) {
  const auto token = guest().refresh_token;
  EXPECT_EQ(decode_base64url(token)->size(), 32U);
  EXPECT_THAT(stores.everything(), Not(HasSubstr(token)));
  EXPECT_THAT(stores.everything(), HasSubstr(hexadecimal(sha256(token))));
  EXPECT_NE(guest().refresh_token, token);
}

TEST_F(SessionsTest, ARefreshTokenGivesTheNextPair) {
  const auto first = guest();
  clock.advance(hours(30));
  EXPECT_EQ(refusal(first.access_token.text), "Token has expired");
  const auto second = sessions.refresh(first.refresh_token);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->session_id, first.session_id);
  EXPECT_EQ(second->account.id, first.account.id);
  EXPECT_NE(second->refresh_token, first.refresh_token);
  EXPECT_EQ(refusal(second->access_token.text), "");
  EXPECT_TRUE(sessions.refresh(second->refresh_token));
}

TEST_F(SessionsTest, ASpentRefreshTokenEndsTheSessionForBoth) {
  const auto first = guest();
  const auto second = sessions.refresh(first.refresh_token);
  ASSERT_TRUE(second);
  ASSERT_EQ(refusal(second->access_token.text), "");
  EXPECT_EQ(refresh_refusal(first.refresh_token), "Invalid token");
  EXPECT_EQ(refresh_refusal(second->refresh_token), "Invalid token");
  EXPECT_EQ(refusal(second->access_token.text), "Invalid token");
  EXPECT_EQ(audited(first.account.id), "session.refresh-token-reused ");
}

TEST_F(SessionsTest, OneStolenTokenLeavesOtherDevicesSignedIn) {
  const auto one = guest();
  const auto other = *sessions.open(one.account, "another device");
  ASSERT_TRUE(sessions.refresh(one.refresh_token));
  ASSERT_FALSE(sessions.refresh(one.refresh_token));
  EXPECT_TRUE(sessions.refresh(other.refresh_token));
}

TEST_F(SessionsTest, WhatIsNoRefreshTokenIsInvalid) {
  const auto signed_in = guest();
  EXPECT_EQ(refresh_refusal(""), "Invalid token");
  EXPECT_EQ(refresh_refusal("x"), "Invalid token");
  EXPECT_EQ(refresh_refusal(signed_in.access_token.text), "Invalid token");
  EXPECT_EQ(refresh_refusal(digest_of_secret(signed_in.refresh_token)), "Invalid token");
  EXPECT_EQ(refusal(signed_in.refresh_token), "Invalid token");
}

TEST_F(SessionsTest, ASessionThatIsUsedLastsOn) {
  auto signed_in = guest();
  for (int month = 0; month < 12; ++month) {
    clock.advance(Sessions::unused_max - seconds(1));
    const auto next = sessions.refresh(signed_in.refresh_token);
    ASSERT_TRUE(next) << month;
    signed_in = *next;
  }
}

TEST_F(SessionsTest, ASessionThatIsNotUsedRunsOut) {
  const auto signed_in = guest();
  clock.advance(Sessions::unused_max);
  EXPECT_EQ(refresh_refusal(signed_in.refresh_token), "Token has expired");
}

TEST_F(SessionsTest, WhoLogsOutIsUnknownAtOnce) {
  const auto signed_in = guest();
  ASSERT_EQ(refusal(signed_in.access_token.text), "");
  ASSERT_TRUE(sessions.end(signed_in.account.id, signed_in.session_id));
  EXPECT_EQ(refusal(signed_in.access_token.text), "Invalid token");
  EXPECT_EQ(refresh_refusal(signed_in.refresh_token), "Invalid token");
}

TEST_F(SessionsTest, WhoLogsOutEverywhereIsUnknownEverywhere) {
  const auto one = guest();
  const auto other = *sessions.open(one.account, "another");
  const auto stranger = guest();
  ASSERT_EQ(refusal(other.access_token.text), "");
  ASSERT_TRUE(sessions.end_all(one.account.id));
  EXPECT_EQ(refusal(one.access_token.text), "Invalid token");
  EXPECT_EQ(refusal(other.access_token.text), "Invalid token");
  EXPECT_EQ(refusal(stranger.access_token.text), "");
}

TEST_F(SessionsTest, AnotherProcessKnowsWithinFiveSeconds) {
  const auto signed_in = guest();
  ASSERT_TRUE(elsewhere.authenticate(signed_in.access_token.text));
  ASSERT_TRUE(sessions.end(signed_in.account.id, signed_in.session_id));
  EXPECT_TRUE(elsewhere.authenticate(signed_in.access_token.text));
  clock.advance(seconds(5));
  EXPECT_FALSE(elsewhere.authenticate(signed_in.access_token.text));
}

TEST_F(SessionsTest, AClockThatWasPutBackMakesNoAnswerLastLonger) {
  const auto signed_in = guest();
  clock.advance(seconds(30));
  ASSERT_TRUE(elsewhere.authenticate(signed_in.access_token.text));
  ASSERT_TRUE(sessions.end(signed_in.account.id, signed_in.session_id));
  clock.advance(-seconds(1));
  EXPECT_FALSE(elsewhere.authenticate(signed_in.access_token.text));
}

TEST_F(SessionsTest, TheDatabaseIsAskedOnceInFiveSeconds) {
  const auto signed_in = guest();
  for (int i = 0; i < 50; ++i) {
    ASSERT_EQ(refusal(signed_in.access_token.text), "");
    clock.advance(std::chrono::milliseconds(100));
  }
  EXPECT_EQ(stores.session_reads, 1);
  ASSERT_EQ(refusal(signed_in.access_token.text), "");
  EXPECT_EQ(stores.session_reads, 2);
}

TEST_F(SessionsTest, ARoleIsAsTheAccountHasItWhateverTheTokenSays) {
  const auto signed_in = guest();
  ASSERT_TRUE(stores.set_role(signed_in.account.id, Role::admin));
  EXPECT_EQ(sessions.authenticate(signed_in.access_token.text)->role, Role::admin);
  ASSERT_TRUE(stores.set_role(signed_in.account.id, Role::user));
  EXPECT_EQ(sessions.authenticate(signed_in.access_token.text)->role, Role::admin);
  clock.advance(seconds(5));
  EXPECT_EQ(sessions.authenticate(signed_in.access_token.text)->role, Role::user);
}

TEST_F(SessionsTest, ATokenForASessionOfSomebodyElseIsInvalid) {
  const auto one = guest();
  const auto other = guest();
  const auto crossed = tokens.issue({one.account.id, Role::user, other.session_id});
  EXPECT_EQ(refusal(crossed.text), "Invalid token");
  ASSERT_EQ(refusal(other.access_token.text), "");
  EXPECT_EQ(refusal(crossed.text), "Invalid token");
}

TEST_F(SessionsTest, ATokenOfAnErasedAccountIsInvalid) {
  const auto signed_in = guest();
  ASSERT_TRUE(stores.erase(signed_in.account.id));
  EXPECT_EQ(refusal(signed_in.access_token.text), "Invalid token");
  EXPECT_EQ(refresh_refusal(signed_in.refresh_token), "Invalid token");
}

TEST_F(SessionsTest, SessionsAreListedAndEndedByTheirOwnerAlone) {
  const auto one = guest();
  clock.advance(seconds(1));
  const auto other = *sessions.open(one.account, "a tablet");
  const auto listed = sessions.list(one.account.id);
  ASSERT_TRUE(listed);
  ASSERT_EQ(listed->size(), 2U);
  EXPECT_EQ(listed->front().device_name, "a tablet");
  const auto stranger = guest();
  EXPECT_EQ(sessions.end(stranger.account.id, other.session_id).error().code, ErrorCode::not_found);
  EXPECT_EQ(refusal(other.access_token.text), "");
  ASSERT_TRUE(sessions.end(one.account.id, other.session_id));
  EXPECT_EQ(sessions.list(one.account.id)->size(), 1U);
}

TEST_F(SessionsTest, ALongDeviceNameIsCutBetweenCharacters) {
  const auto account = guest().account;
  std::string name;
  for (int i = 0; i < 60; ++i)
    name += "é";
  ASSERT_TRUE(sessions.open(account, name));
  ASSERT_TRUE(sessions.open(account, "a\xff"));
  EXPECT_THAT(stores.everything(), HasSubstr(name.substr(0, 100)));
  EXPECT_THAT(stores.everything(), Not(HasSubstr(name.substr(0, 101))));
  EXPECT_THAT(stores.everything(), Not(HasSubstr("\xff")));
}

TEST_F(SessionsTest, ADatabaseThatIsAwayIsNoVerdict) {
  const auto signed_in = guest();
  stores.away = true;
  EXPECT_EQ(sessions.authenticate(signed_in.access_token.text).error().code,
            ErrorCode::unavailable);
  EXPECT_EQ(sessions.refresh(signed_in.refresh_token).error().code, ErrorCode::unavailable);
  stores.away = false;
  EXPECT_EQ(refusal(signed_in.access_token.text), "");
  EXPECT_TRUE(sessions.refresh(signed_in.refresh_token));
}

TEST_F(SessionsTest, UseIsNotedOnceADay) {
  const auto signed_in = guest();
  const auto first_used = stores.account(signed_in.account.id)->last_used_at;
  clock.advance(hours(23));
  ASSERT_EQ(refusal(signed_in.access_token.text), "");
  EXPECT_EQ(stores.account(signed_in.account.id)->last_used_at, first_used);
  clock.advance(hours(1));
  ASSERT_EQ(refusal(signed_in.access_token.text), "");
  EXPECT_EQ(stores.account(signed_in.account.id)->last_used_at, clock.now());
}

TEST_F(SessionsTest, OfConcurrentRefreshesWithOneTokenOneIsAnswered) {
  const auto signed_in = guest();
  std::vector<std::thread> devices;
  std::atomic<int> answered = 0;
  for (int i = 0; i < 4; ++i) {
    devices.emplace_back([&] {
      if (sessions.refresh(signed_in.refresh_token)) ++answered;
    });
  }
  for (auto& device : devices)
    device.join();
  EXPECT_EQ(answered, 1);
  EXPECT_EQ(refusal(signed_in.access_token.text), "Invalid token");
}

TEST_F(SessionsTest, ConcurrentRequestsAndLogoutsAgreeInTheEnd) {
  const auto signed_in = guest();
  std::atomic<bool> stop = false;
  std::vector<std::thread> requests;
  for (int i = 0; i < 3; ++i) {
    requests.emplace_back([&] {
      while (!stop)
        (void)sessions.authenticate(signed_in.access_token.text);
    });
  }
  ASSERT_TRUE(sessions.end(signed_in.account.id, signed_in.session_id));
  EXPECT_EQ(refusal(signed_in.access_token.text), "Invalid token");
  stop = true;
  for (auto& request : requests)
    request.join();
  EXPECT_EQ(refusal(signed_in.access_token.text), "Invalid token");
}

TEST(SessionCaches, TheyHoldNoMoreThanTheyMay) {
  SessionCache cache;
  const Instant now{};
  for (std::size_t i = 0; i < 3 * SessionCache::sessions_max; ++i)
    cache.put(std::to_string(i), {.stands = true}, cache.ask(now));
  std::size_t held = 0;
  for (std::size_t i = 0; i < 3 * SessionCache::sessions_max; ++i)
    held += cache.find(std::to_string(i), now) ? 1 : 0;
  EXPECT_LE(held, SessionCache::sessions_max);
  EXPECT_GT(held, 0U);
}

TEST(SessionCaches, AnAnswerFromBeforeSomethingWasForgottenIsNotKept) {
  SessionCache cache;
  const Instant now{};
  const auto question = cache.ask(now);
  cache.forget_session("a");
  cache.put("a", {.stands = true}, question);
  EXPECT_FALSE(cache.find("a", now));
  const auto another = cache.ask(now);
  cache.forget_account("x");
  cache.put("a", {.stands = true}, another);
  EXPECT_FALSE(cache.find("a", now));
  cache.put("a", {.stands = true}, cache.ask(now));
  EXPECT_TRUE(cache.find("a", now));
}

}  // namespace
}  // namespace astronova::accounts
