#include "accounts/apple_sign_in.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "accounts/digest.h"
#include "tests/accounts/support/local_apple.h"

namespace astronova::accounts {
namespace {

using std::chrono::minutes;
using storage::Role;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class AppleSignInTest : public testing::AppleFixture {
 protected:
  Result<SignedIn> sign_in(const AppleCredential& credential,
                           const std::optional<std::string>& current = {}) {
    return way_in.sign_in(credential, current);
  }
  AppleCredential with_nonce(const std::string& in_the_token, const std::string& sent) const {
    return {.identity_token = identity_token({{"nonce", in_the_token}}), .nonce = sent};
  }
  AppleDetails details(const std::string& account_id) {
    return read_apple_details(stores.identities(account_id)->front().details);
  }

  AppleSignIn way_in{foundations, sessions, apple, &grants, {}};
};

TEST_F(AppleSignInTest, SomebodyNewIsSignedIn) {
  const auto signed_in = sign_in({.identity_token = identity_token(), .device_name = "a phone"});
  ASSERT_TRUE(signed_in);
  EXPECT_EQ(signed_in->account.role, Role::user);
  EXPECT_EQ(sessions.authenticate(signed_in->access_token.text)->account_id, signed_in->account.id);
  EXPECT_EQ(details(signed_in->account.id).email, "ann@example.org");
  EXPECT_EQ(sessions.list(signed_in->account.id)->front().device_name, "a phone");
}

TEST_F(AppleSignInTest, TheSamePersonFindsTheSameAccount) {
  const auto first = sign_in({.identity_token = identity_token()});
  const auto again = sign_in({.identity_token = identity_token({{"aud", "org.example.web"}})});
  ASSERT_TRUE(again);
  EXPECT_EQ(again->account.id, first->account.id);
  EXPECT_NE(again->session_id, first->session_id);
}

TEST_F(AppleSignInTest, AGuestKeepsEverything) {
  const auto was = guest();
  stores.records[was.account.id] = {"a chart"};
  ASSERT_TRUE(sessions.authenticate(was.access_token.text));
  const auto signed_in = sign_in({.identity_token = identity_token()}, was.account.id);
  ASSERT_TRUE(signed_in);
  EXPECT_EQ(signed_in->account.id, was.account.id);
  EXPECT_THAT(stores.records[was.account.id], ElementsAre("a chart"));
  EXPECT_EQ(sessions.authenticate(was.access_token.text)->role, Role::user);
}

TEST_F(AppleSignInTest, AGuestOfSomebodyKnownIsMergedAndSignedOut) {
  const auto known = sign_in({.identity_token = identity_token()});
  const auto was = guest();
  stores.records[was.account.id] = {"a chart"};
  ASSERT_TRUE(sessions.authenticate(was.access_token.text));
  const auto signed_in = sign_in({.identity_token = identity_token()}, was.account.id);
  ASSERT_TRUE(signed_in);
  EXPECT_EQ(signed_in->account.id, known->account.id);
  EXPECT_THAT(stores.records[known->account.id], ElementsAre("a chart"));
  EXPECT_FALSE(sessions.authenticate(was.access_token.text));
}

TEST_F(AppleSignInTest, AnotherUsersAccountIsNotMixedIn) {
  const auto bob = sign_in({.identity_token = identity_token({{"sub", "bob"}})});
  ASSERT_TRUE(sign_in({.identity_token = identity_token()}));
  EXPECT_EQ(sign_in({.identity_token = identity_token()}, bob->account.id).error().code,
            ErrorCode::conflict);
}

// The SHA-256 of "abc" is the one of FIPS 180-2, B.1.
TEST_F(AppleSignInTest, ANonceIsProvedByItsDigest) {
  EXPECT_TRUE(sign_in(
      with_nonce("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "abc")));
  EXPECT_FALSE(sign_in(
      with_nonce("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "abd")));
}

TEST_F(AppleSignInTest, ANonceOfOursIsGoodOnce) {
  const auto nonce = *way_in.new_nonce();
  EXPECT_TRUE(sign_in(with_nonce(nonce, nonce)));
  EXPECT_FALSE(sign_in(with_nonce(nonce, nonce)));
  EXPECT_NE(*way_in.new_nonce(), nonce);
}

TEST_F(AppleSignInTest, ANonceOfOursIsGoodForTenMinutes) {
  const auto nonce = *way_in.new_nonce();
  clock.advance(AppleSignIn::nonce_lifetime);
  EXPECT_FALSE(sign_in(with_nonce(nonce, nonce)));
}

// Whoever steals the token reads its nonce.
TEST_F(AppleSignInTest, ANonceReadInAStolenTokenProvesNothing) {
  const auto stolen = sign_in(with_nonce("the app's own", "the app's own"));
  ASSERT_FALSE(stolen);
  EXPECT_EQ(stolen.error().code, ErrorCode::unauthenticated);
  EXPECT_THAT(stolen.error().detail, HasSubstr("nonce"));
  const auto digest = digest_of_secret("the app's own");
  EXPECT_FALSE(sign_in(with_nonce(digest, digest)));
}

TEST_F(AppleSignInTest, ATokenWithANonceIsNotTakenWithoutIt) {
  EXPECT_FALSE(sign_in({.identity_token = identity_token({{"nonce", digest_of_secret("abc")}})}));
  EXPECT_FALSE(sign_in(with_nonce(digest_of_secret("abc"), "")));
  EXPECT_FALSE(sign_in(with_nonce("", "")));
}

// Apple: where nonce_supported is true, a nonce that was sent and did not come back is a failure.
TEST_F(AppleSignInTest, ANonceMustComeBackUnlessAppleSaysItCannot) {
  const auto sent = [this](const boost::json::value& supported) {
    return sign_in(
        {.identity_token = identity_token({{"nonce_supported", supported}}), .nonce = "abc"});
  };
  EXPECT_FALSE(sent(true));
  EXPECT_FALSE(sent("true"));
  EXPECT_FALSE(sent(nullptr));
  EXPECT_TRUE(sent(false));
}

TEST_F(AppleSignInTest, WhereANonceIsRequiredNothingGoesWithoutOne) {
  const AppleSignIn strict(foundations, sessions, apple, &grants, {.require_nonce = true});
  EXPECT_FALSE(strict.sign_in({.identity_token = identity_token()}, {}));
  EXPECT_FALSE(strict.sign_in(
      {.identity_token = identity_token({{"nonce_supported", false}}), .nonce = "abc"}, {}));
  EXPECT_TRUE(strict.sign_in(with_nonce(digest_of_secret("abc"), "abc"), {}));
}

TEST_F(AppleSignInTest, TheGrantIsKeptForTheDayOfDeletion) {
  grants.codes["org.example.app code"] = {"a-refresh-token", identity_token()};
  const auto signed_in =
      sign_in({.identity_token = identity_token(), .authorization_code = "code"});
  ASSERT_TRUE(signed_in);
  EXPECT_EQ(details(signed_in->account.id).client_id, "org.example.app");
  EXPECT_EQ(details(signed_in->account.id).refresh_token, "a-refresh-token");
}

TEST_F(AppleSignInTest, WhatAppleToldOnceIsNotForgotten) {
  grants.codes["org.example.app code"] = {"a-refresh-token", identity_token()};
  ASSERT_TRUE(sign_in({.identity_token = identity_token({{"is_private_email", true}}),
                       .authorization_code = "code",
                       .full_name = "Ann Example"}));
  clock.advance(minutes(1));
  const auto again = sign_in({.identity_token = identity_token({{"email", nullptr}})});
  const auto known = details(again->account.id);
  EXPECT_EQ(known.full_name, "Ann Example");
  EXPECT_EQ(known.email, "ann@example.org");
  EXPECT_TRUE(known.email_verified);
  EXPECT_TRUE(known.private_email);
  EXPECT_EQ(known.refresh_token, "a-refresh-token");
  EXPECT_EQ(known.signed_in_at, clock.now());
}

TEST_F(AppleSignInTest, AnExchangeThatFailsKeepsNobodyOut) {
  EXPECT_TRUE(sign_in({.identity_token = identity_token(), .authorization_code = "spent"}));
  grants.failure = ErrorCode::unavailable;
  EXPECT_TRUE(sign_in({.identity_token = identity_token(), .authorization_code = "code"}));
  const AppleSignIn without_grants(foundations, sessions, apple, nullptr, {});
  EXPECT_TRUE(without_grants.sign_in(
      {.identity_token = identity_token(), .authorization_code = "code"}, {}));
}

TEST_F(AppleSignInTest, WhereAGrantIsRequiredAFailedExchangeRefuses) {
  const AppleSignIn strict(foundations, sessions, apple, &grants, {.require_grant = true});
  const auto with_code = [&] {
    return strict.sign_in({.identity_token = identity_token(), .authorization_code = "code"}, {});
  };
  EXPECT_EQ(with_code().error().code, ErrorCode::unauthenticated);
  EXPECT_EQ(strict.sign_in({.identity_token = identity_token()}, {}).error().code,
            ErrorCode::unauthenticated);
  grants.codes["org.example.app code"] = {"a-refresh-token", identity_token()};
  EXPECT_TRUE(with_code());
  grants.failure = ErrorCode::unavailable;
  EXPECT_EQ(with_code().error().code, ErrorCode::unavailable);
}

TEST_F(AppleSignInTest, SomebodyElsesCodeRefusesTheSignIn) {
  grants.codes["org.example.app code"] = {"bobs", identity_token({{"sub", "bob"}})};
  const auto signed_in =
      sign_in({.identity_token = identity_token(), .authorization_code = "code"});
  ASSERT_FALSE(signed_in);
  EXPECT_EQ(signed_in.error().code, ErrorCode::unauthenticated);
  EXPECT_EQ(stores.account_count(), 0U);
}

TEST_F(AppleSignInTest, NothingIsMadeOfATokenThatIsNotApples) {
  EXPECT_FALSE(sign_in({.identity_token = "a.b.c"}));
  EXPECT_FALSE(sign_in({.identity_token = identity_token({{"aud", "another"}})}));
  EXPECT_EQ(stores.account_count(), 0U);
}

}  // namespace
}  // namespace astronova::accounts
