// What accounts expect of a database, on the one that servers have unless they are given another:
// SQLite. The other tests have their stores in memory.

#include <atomic>
#include <filesystem>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "accounts/account_deletion.h"
#include "accounts/apple_sign_in.h"
#include "accounts/guests.h"
#include "accounts/passkeys/passkeys.h"
#include "storage/sql/open_database.h"
#include "tests/accounts/support/authenticator.h"
#include "tests/accounts/support/local_apple.h"

namespace astronova::accounts {
namespace {

using std::chrono::seconds;
using storage::RecordKind;
using storage::Role;
namespace fs = std::filesystem;

class AccountsDatabase : public testing::AppleFixture {
 protected:
  AccountsDatabase() {
    std::string pattern = fs::temp_directory_path() / "astronova-accounts-XXXXXX";
    folder = mkdtemp(pattern.data());
    database = *storage::open_database({.file = storage::database_file(folder), .clock = &clock});
    kept.emplace(Foundations{database->identities(), database->sessions(), database->ledger(),
                             clock, randomness});
    signed_in.emplace(*kept, tokens);
  }
  ~AccountsDatabase() override {
    signed_in.reset();
    database.reset();
    fs::remove_all(folder);
  }

  SignedIn new_guest() { return *create_guest(*kept, *signed_in, "a device"); }
  void keep_chart(const std::string& account_id, const std::string& id) {
    ASSERT_TRUE(database->records().create(account_id,
                                           {.kind = RecordKind::chart,
                                            .id = id,
                                            .document = R"({"of":"somebody"})",
                                            .created_at = clock.now(),
                                            .updated_at = clock.now()},
                                           std::nullopt));
  }
  bool has_chart(const std::string& account_id, const std::string& id) {
    return database->records().get(account_id, RecordKind::chart, id).has_value();
  }

  const std::string chart = "11111111-1111-4111-8111-111111111111";
  fs::path folder;
  std::unique_ptr<storage::Database> database;
  std::optional<Foundations> kept;
  std::optional<Sessions> signed_in;
};

TEST_F(AccountsDatabase, ASessionThatIsUsedLastsOnAndOneThatIsNotRunsOut) {
  auto device = new_guest();
  for (int month = 0; month < 4; ++month) {
    clock.advance(Sessions::unused_max - seconds(1));
    const auto next = signed_in->refresh(device.refresh_token);
    ASSERT_TRUE(next) << month;
    device = *next;
  }
  clock.advance(Sessions::unused_max);
  EXPECT_EQ(signed_in->refresh(device.refresh_token).error().detail, "Token has expired");
}

TEST_F(AccountsDatabase, ASpentRefreshTokenEndsTheSession) {
  const auto first = new_guest();
  const auto second = signed_in->refresh(first.refresh_token);
  ASSERT_TRUE(second);
  ASSERT_TRUE(signed_in->authenticate(second->access_token.text));
  EXPECT_EQ(signed_in->refresh(first.refresh_token).error().detail, "Invalid token");
  EXPECT_EQ(signed_in->refresh(second->refresh_token).error().detail, "Invalid token");
  EXPECT_EQ(signed_in->authenticate(second->access_token.text).error().detail, "Invalid token");
}

TEST_F(AccountsDatabase, OfConcurrentRefreshesWithOneTokenOneIsAnswered) {
  const auto device = new_guest();
  std::vector<std::thread> requests;
  std::atomic<int> answered = 0;
  for (int i = 0; i < 4; ++i) {
    requests.emplace_back([&] {
      if (signed_in->refresh(device.refresh_token)) ++answered;
    });
  }
  for (auto& request : requests)
    request.join();
  EXPECT_EQ(answered, 1);
  EXPECT_FALSE(signed_in->authenticate(device.access_token.text));
}

TEST_F(AccountsDatabase, AGuestLosesNothingByBecomingAUserOrJoiningOne) {
  const AppleSignIn way_in(*kept, *signed_in, apple, &grants, {});
  const auto first = new_guest();
  keep_chart(first.account.id, chart);
  const auto ann = way_in.sign_in({.identity_token = identity_token()}, first.account.id);
  ASSERT_TRUE(ann);
  EXPECT_EQ(ann->account.role, Role::user);
  EXPECT_TRUE(has_chart(ann->account.id, chart));
  const auto another = new_guest();
  const std::string newer = "22222222-2222-4222-8222-222222222222";
  keep_chart(another.account.id, newer);
  const auto again = way_in.sign_in({.identity_token = identity_token()}, another.account.id);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->account.id, ann->account.id);
  EXPECT_TRUE(has_chart(ann->account.id, chart));
  EXPECT_TRUE(has_chart(ann->account.id, newer));
  EXPECT_FALSE(signed_in->authenticate(another.access_token.text));
}

TEST_F(AccountsDatabase, APasskeyIsKeptAndAChallengeIsGoodOnce) {
  const Passkeys passkeys(
      *kept, *signed_in,
      {.id = "example.org", .name = "AstroNova", .origins = {"https://example.org"}});
  const auto challenge_in = [](const Result<std::string>& options) {
    return std::string(boost::json::parse(*options).at("challenge").as_string());
  };
  const auto device = new_guest();
  testing::Authenticator authenticator;
  authenticator.sign_count = 1;
  const auto first = challenge_in(passkeys.registration_options(device.account.id, "Ann"));
  ASSERT_TRUE(passkeys.add(device.account.id, authenticator.create(first), "My phone"));
  const std::vector<std::string> ids{passkeys.list(device.account.id)->front().id};
  const auto challenge = challenge_in(passkeys.authentication_options(ids));
  authenticator.sign_count = 2;
  const auto opened = passkeys.sign_in(authenticator.get(challenge), "", {});
  ASSERT_TRUE(opened) << opened.error().detail;
  EXPECT_EQ(opened->account.id, device.account.id);
  authenticator.sign_count = 3;
  EXPECT_FALSE(passkeys.sign_in(authenticator.get(challenge), "", {}));
}

TEST_F(AccountsDatabase, OfADeletedAccountOneLineIsLeft) {
  const AppleSignIn way_in(*kept, *signed_in, apple, &grants, {});
  const auto ann = way_in.sign_in({.identity_token = identity_token()}, {});
  ASSERT_TRUE(ann);
  keep_chart(ann->account.id, chart);
  const AccountDeletion deletion(*kept, *signed_in, nullptr);
  ASSERT_TRUE(deletion.delete_account(ann->account.id, ann->account.id));
  EXPECT_FALSE(signed_in->authenticate(ann->access_token.text));
  EXPECT_FALSE(has_chart(ann->account.id, chart));
  const auto lines = database->ledger().audit_of(ann->account.id);
  ASSERT_TRUE(lines);
  ASSERT_EQ(lines->size(), 1U);
  EXPECT_EQ(lines->front().action, "account.deleted");
  const auto again = way_in.sign_in({.identity_token = identity_token()}, {});
  ASSERT_TRUE(again);
  EXPECT_NE(again->account.id, ann->account.id);
}

}  // namespace
}  // namespace astronova::accounts
