#include "accounts/linking.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/accounts/support/accounts_fixture.h"

namespace astronova::accounts {
namespace {

using storage::Identity;
using storage::Role;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

class LinkingTest : public testing::AccountsFixture {
 protected:
  Result<storage::Account> sign_in(const std::string& subject,
                                   const std::optional<std::string>& current = {},
                                   const std::string& details = "{}") {
    return account_for(foundations, {"apple", subject, details, clock.now()}, current);
  }
};

TEST_F(LinkingTest, SomebodyNewGetsAUsersAccount) {
  const auto account = sign_in("ann");
  ASSERT_TRUE(account);
  EXPECT_EQ(account->role, Role::user);
  EXPECT_EQ(sign_in("ann")->id, account->id);
  EXPECT_NE(sign_in("bob")->id, account->id);
  EXPECT_EQ(stores.account_count(), 2U);
}

TEST_F(LinkingTest, AGuestBecomesAUserWithAllTheyHave) {
  const auto was = guest().account;
  stores.records[was.id] = {"a chart"};
  const auto account = sign_in("ann", was.id);
  ASSERT_TRUE(account);
  EXPECT_EQ(account->id, was.id);
  EXPECT_EQ(account->role, Role::user);
  EXPECT_THAT(stores.records[was.id], ElementsAre("a chart"));
}

TEST_F(LinkingTest, AGuestWhoHasAnAccountBringsTheirRecordsThere) {
  const auto account = *sign_in("ann");
  stores.records[account.id] = {"an old chart"};
  const auto was = guest();
  stores.records[was.account.id] = {"a new chart"};
  const auto opened = sign_in("ann", was.account.id);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->id, account.id);
  EXPECT_THAT(stores.records[account.id], UnorderedElementsAre("an old chart", "a new chart"));
  EXPECT_EQ(stores.account(was.account.id).error().code, ErrorCode::not_found);
  EXPECT_FALSE(sessions.authenticate(was.access_token.text));
}

TEST_F(LinkingTest, AUserGetsOneMoreWayIn) {
  const auto account = *sign_in("ann");
  const auto linked = sign_in("ann at work", account.id);
  ASSERT_TRUE(linked);
  EXPECT_EQ(linked->id, account.id);
  EXPECT_EQ(stores.identities(account.id)->size(), 2U);
}

TEST_F(LinkingTest, TwoUsersAreNotMixed) {
  const auto ann = *sign_in("ann");
  const auto bob = *sign_in("bob");
  const auto mixed = sign_in("bob", ann.id);
  ASSERT_FALSE(mixed);
  EXPECT_EQ(mixed.error().code, ErrorCode::conflict);
  EXPECT_TRUE(stores.account(ann.id));
  EXPECT_EQ(sign_in("bob")->id, bob.id);
}

TEST_F(LinkingTest, SigningInAgainReplacesTheDetails) {
  const auto account = *sign_in("ann", {}, R"({"email":"old"})");
  ASSERT_TRUE(sign_in("ann", account.id, R"({"email":"new"})"));
  EXPECT_EQ(stores.identities(account.id)->front().details, R"({"email":"new"})");
}

// Two requests at once: between the question and the link another made the account.
TEST_F(LinkingTest, WhoSignsInTwiceAtOnceHasOneAccount) {
  const auto faster = *stores.create_account(Role::user, clock.now());
  stores.meanwhile = [&] { (void)stores.link(faster.id, {"apple", "ann", "{}", clock.now()}); };
  const auto account = sign_in("ann");
  ASSERT_TRUE(account);
  EXPECT_EQ(account->id, faster.id);
  EXPECT_EQ(stores.account_count(), 1U);
}

TEST_F(LinkingTest, AGuestWhoIsGoneIsNotFound) {
  const auto was = guest().account;
  ASSERT_TRUE(stores.erase(was.id));
  EXPECT_EQ(sign_in("ann", was.id).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace astronova::accounts
