#include <atomic>
#include <thread>

#include <gmock/gmock.h>

#include "storage/identity.h"
#include "tests/storage/engines.h"

namespace astronova::storage::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::int64_t day = 86'400;

class IdentityStoreTest : public StoreTest {
 protected:
  static Identity apple(const std::string& subject, const std::string& details = "{}") {
    return {"apple", subject, details, at(1)};
  }
  std::vector<Record> all_of(const std::string& owner) {
    std::vector<Record> all;
    EXPECT_TRUE(records_.for_each(owner, [&](const Record& record) {
      all.push_back(record);
      return true;
    }));
    return all;
  }
};

TEST_P(IdentityStoreTest, AnAccountIsReadBack) {
  const auto made = identities_.create_account(Role::admin, at(5));
  ASSERT_TRUE(made);
  EXPECT_THAT(made->id, ::testing::MatchesRegex(
                            "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
  const auto read = identities_.account(made->id);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->role, Role::admin);
  EXPECT_EQ(read->created_at, at(5));
  EXPECT_EQ(read->last_used_at, at(5));
  EXPECT_EQ(read->delete_after_days, std::nullopt);
  EXPECT_ERROR(identities_.account(id_of(1)), not_found);
}

TEST_P(IdentityStoreTest, AnIdentityOpensItsAccountAndMakesAUserOfAGuest) {
  EXPECT_EQ(identities_.account_of("apple", "s-1").value(), std::nullopt);
  const auto linked = identities_.link(owner_, apple("s-1", R"({"e":"a@b"})"));
  ASSERT_TRUE(linked);
  EXPECT_EQ(linked->role, Role::user);
  EXPECT_EQ(identities_.account_of("apple", "s-1").value().value().id, owner_);
  EXPECT_EQ(identities_.account_of("passkey", "s-1").value(), std::nullopt);
  const auto identities = identities_.identities(owner_);
  ASSERT_THAT(identities.value(), SizeIs(1));
  EXPECT_EQ(identities->front().details, R"({"e":"a@b"})");
  EXPECT_EQ(identities->front().linked_at, at(1));
}

TEST_P(IdentityStoreTest, LinkingAgainReplacesTheDetailsAndAnAdminStaysOne) {
  const auto admin = new_account(Role::admin);
  ASSERT_TRUE(identities_.link(admin, apple("s-1", "1")));
  EXPECT_EQ(identities_.link(admin, apple("s-1", "2")).value().role, Role::admin);
  EXPECT_EQ(identities_.identities(admin).value().front().details, "2");
}

TEST_P(IdentityStoreTest, AnIdentityOpensOneAccountOnly) {
  ASSERT_TRUE(identities_.link(owner_, apple("s-1")));
  EXPECT_ERROR(identities_.link(new_account(), apple("s-1")), conflict);
  EXPECT_ERROR(identities_.link(id_of(1), apple("s-2")), not_found);
  EXPECT_ERROR(identities_.link(owner_, {"", "s", "", at(0)}), invalid_value);
}

TEST_P(IdentityStoreTest, OfTwoThreadsThatLinkTheSameIdentityOneIsTold) {
  const std::array accounts{new_account(), new_account()};
  std::atomic<int> linked{0};
  std::atomic<int> refused{0};
  {
    std::vector<std::jthread> threads;
    for (const auto& account : accounts) {
      threads.emplace_back([&] {
        const auto result = identities_.link(account, apple("s-1"));
        if (result) ++linked;
        if (result.has_error() && result.error().code == ErrorCode::conflict) ++refused;
      });
    }
  }
  EXPECT_EQ(linked, 1);
  EXPECT_EQ(refused, 1);
}

TEST_P(IdentityStoreTest, UnlinkingTakesAnIdentityFromItsOwnAccountOnly) {
  ASSERT_TRUE(identities_.link(owner_, apple("s-1")));
  EXPECT_ERROR(identities_.unlink(new_account(), "apple", "s-1"), not_found);
  EXPECT_TRUE(identities_.unlink(owner_, "apple", "s-1"));
  EXPECT_ERROR(identities_.unlink(owner_, "apple", "s-1"), not_found);
  EXPECT_EQ(identities_.account_of("apple", "s-1").value(), std::nullopt);
}

TEST_P(IdentityStoreTest, DetailsAreReplacedOnlyIfTheyAreAsExpected) {
  ASSERT_TRUE(identities_.link(owner_, apple("s-1", "1")));
  EXPECT_TRUE(identities_.replace_details("apple", "s-1", "1", "2"));
  EXPECT_ERROR(identities_.replace_details("apple", "s-1", "1", "3"), conflict);
  EXPECT_ERROR(identities_.replace_details("apple", "s-9", "1", "3"), not_found);
  EXPECT_EQ(identities_.identities(owner_).value().front().details, "2");
}

TEST_P(IdentityStoreTest, OfThreadsThatCountInTheDetailsNoneIsLost) {
  ASSERT_TRUE(identities_.link(owner_, apple("s-1", "0")));
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        for (int counted = 0; counted < 5;) {
          const auto now = identities_.identities(owner_).value().front().details;
          const auto next = std::to_string(std::stoi(now) + 1);
          if (identities_.replace_details("apple", "s-1", now, next)) ++counted;
        }
      });
    }
  }
  EXPECT_EQ(identities_.identities(owner_).value().front().details, "20");
}

TEST_P(IdentityStoreTest, RoleAndRetentionAreSet) {
  ASSERT_TRUE(identities_.set_role(owner_, Role::admin));
  ASSERT_TRUE(identities_.set_delete_after_days(owner_, 30));
  EXPECT_EQ(identities_.account(owner_).value().role, Role::admin);
  EXPECT_EQ(identities_.account(owner_).value().delete_after_days, 30);
  ASSERT_TRUE(identities_.set_delete_after_days(owner_, std::nullopt));
  EXPECT_EQ(identities_.account(owner_).value().delete_after_days, std::nullopt);
  EXPECT_ERROR(identities_.set_delete_after_days(owner_, 0), invalid_value);
  EXPECT_ERROR(identities_.set_role(id_of(1), Role::user), not_found);
  EXPECT_ERROR(identities_.set_delete_after_days(id_of(1), 3), not_found);
}

TEST_P(IdentityStoreTest, UseIsNotedOnceADay) {
  ASSERT_TRUE(identities_.touch(owner_, at(day - 1)));
  EXPECT_EQ(identities_.account(owner_).value().last_used_at, at(0));
  ASSERT_TRUE(identities_.touch(owner_, at(day)));
  EXPECT_EQ(identities_.account(owner_).value().last_used_at, at(day));
  EXPECT_ERROR(identities_.touch(id_of(1), at(day)), not_found);
}

TEST_P(IdentityStoreTest, AnAccountIsOverdueWhenItsDaysHaveRunOutSinceItsLastUse) {
  ASSERT_TRUE(identities_.set_delete_after_days(owner_, 2));
  const auto later = new_account();
  ASSERT_TRUE(identities_.set_delete_after_days(later, 3));
  new_account();
  EXPECT_THAT(identities_.overdue(at(2 * day - 1), 10).value(), IsEmpty());
  EXPECT_THAT(identities_.overdue(at(2 * day), 10).value(), ElementsAre(owner_));
  EXPECT_THAT(identities_.overdue(at(9 * day), 10).value(), ElementsAre(owner_, later));
  EXPECT_THAT(identities_.overdue(at(9 * day), 1).value(), ElementsAre(owner_));
  ASSERT_TRUE(identities_.touch(owner_, at(day)));
  EXPECT_THAT(identities_.overdue(at(2 * day), 10).value(), IsEmpty());
}

TEST_P(IdentityStoreTest, ErasingLeavesNoRowInAnyTableButTheAuditLog) {
  ASSERT_TRUE(identities_.link(owner_, apple("s-1")));
  ASSERT_TRUE(sessions_.open({id_of(1), owner_, "x", at(0), at(0), at(9)}, "digest"));
  ASSERT_TRUE(ledger_.put_device(owner_, {id_of(2), "ios", "token"}));
  ASSERT_TRUE(records_.create(owner_, record_of(RecordKind::chart, 3, at(0)),
                              Idempotency{"key", "digest"}));
  ASSERT_TRUE(records_.create(owner_, record_of(RecordKind::match, 4, at(0)), {}));
  ASSERT_TRUE(records_.remove(owner_, RecordKind::match, id_of(4), at(1)));
  ASSERT_TRUE(ledger_.audit({0, at(2), owner_, "account.deleted", owner_, ""}));
  const auto other = new_account();
  ASSERT_TRUE(records_.create(other, record_of(RecordKind::chart, 3, at(0)), {}));
  ASSERT_TRUE(identities_.erase(owner_));
  EXPECT_ERROR(identities_.account(owner_), not_found);
  EXPECT_ERROR(identities_.erase(owner_), not_found);
  for (const auto* table :
       {"identities", "sessions", "refresh_tokens", "devices", "matches", "idempotency_keys"}) {
    EXPECT_EQ(empty_.run(std::string("SELECT count(*) FROM ") + table), "0\n") << table;
  }
  EXPECT_EQ(empty_.run("SELECT count(*) FROM charts"), "1\n");
  EXPECT_THAT(ledger_.audit_of(owner_).value(), SizeIs(1));
}

TEST_P(IdentityStoreTest, MergingMovesEverythingAndRemovesTheOther) {
  const auto from = new_account();
  ASSERT_TRUE(identities_.link(from, apple("s-1", "details")));
  ASSERT_TRUE(sessions_.open({id_of(1), from, "x", at(0), at(0), at(9)}, "digest"));
  ASSERT_TRUE(ledger_.put_device(from, {id_of(2), "ios", "token"}));
  for (int i = 0; i < 250; ++i)
    ASSERT_TRUE(records_.create(from, record_of(RecordKind::chart, i, at(i)), {}));
  ASSERT_TRUE(records_.remove(from, RecordKind::chart, id_of(7), at(300)));
  ASSERT_TRUE(records_.create(from, record_of(RecordKind::report, 500, at(1)),
                              Idempotency{"key", "digest"}));
  ASSERT_TRUE(identities_.merge(from, owner_, at(400)));
  EXPECT_ERROR(identities_.account(from), not_found);
  EXPECT_EQ(identities_.account_of("apple", "s-1").value().value().id, owner_);
  EXPECT_EQ(identities_.account(owner_).value().role, Role::user);
  EXPECT_EQ(identities_.identities(owner_).value().front().details, "details");
  EXPECT_EQ(ledger_.devices(owner_).value().front().push_token, "token");
  EXPECT_ERROR(sessions_.session(id_of(1)), not_found);
  EXPECT_THAT(all_of(owner_), SizeIs(250));
  const auto changes = records_.changes(owner_, 0, 500).value();
  EXPECT_THAT(changes.records, SizeIs(251));
  EXPECT_TRUE(
      records_
          .create(owner_, record_of(RecordKind::report, 501, at(1)), Idempotency{"key", "digest"})
          .value()
          .replayed);
}

TEST_P(IdentityStoreTest, OfTwoRecordsOfOneIdTheLaterStaysAndTheOtherIsKeptAsACopy) {
  const auto from = new_account();
  ASSERT_TRUE(records_.create(from, record_of(RecordKind::chart, 1, at(1), R"({"v":"old"})"), {}));
  ASSERT_TRUE(
      records_.create(owner_, record_of(RecordKind::chart, 1, at(2), R"({"v":"new"})"), {}));
  ASSERT_TRUE(records_.create(from, record_of(RecordKind::match, 2, at(4), R"({"v":"new"})"), {}));
  ASSERT_TRUE(
      records_.create(owner_, record_of(RecordKind::match, 2, at(3), R"({"v":"old"})"), {}));
  ASSERT_TRUE(identities_.merge(from, owner_, at(9)));
  for (const auto kind : {RecordKind::chart, RecordKind::match}) {
    const auto page = records_.list(owner_, {kind});
    ASSERT_THAT(page.value().records, SizeIs(2));
    for (const auto& record : page->records) {
      const bool is_original = record.id == id_of(kind == RecordKind::chart ? 1 : 2);
      EXPECT_EQ(record.document, is_original ? R"({"v":"new"})" : R"({"v":"old"})");
    }
  }
}

TEST_P(IdentityStoreTest, OfTwoProfilesTheLaterStaysUnderTheNewAccount) {
  const auto from = new_account();
  auto theirs = record_of(RecordKind::profile, 0, at(5), R"({"name":"later"})");
  theirs.id = from;
  auto ours = record_of(RecordKind::profile, 0, at(1), R"({"name":"earlier"})");
  ours.id = owner_;
  ASSERT_TRUE(records_.create(from, theirs, {}));
  ASSERT_TRUE(records_.create(owner_, ours, {}));
  ASSERT_TRUE(identities_.merge(from, owner_, at(9)));
  EXPECT_EQ(records_.get(owner_, RecordKind::profile, owner_).value().document,
            R"({"name":"later"})");
  EXPECT_EQ(empty_.run("SELECT count(*) FROM profiles"), "1\n");
}

TEST_P(IdentityStoreTest, MergingWhatIsNotThereDoesNothing) {
  EXPECT_ERROR(identities_.merge(id_of(1), owner_, at(0)), not_found);
  EXPECT_ERROR(identities_.merge(owner_, id_of(1), at(0)), not_found);
  EXPECT_ERROR(identities_.merge(owner_, owner_, at(0)), invalid_value);
  EXPECT_TRUE(identities_.account(owner_));
}

TEST_P(IdentityStoreTest, OfTwoThreadsThatMergeAccountsIntoEachOtherOneDoes) {
  const auto other = new_account();
  std::atomic<int> merged{0};
  {
    const std::jthread there([&] { merged += identities_.merge(owner_, other, at(1)) ? 1 : 0; });
    const std::jthread back([&] { merged += identities_.merge(other, owner_, at(1)) ? 1 : 0; });
  }
  EXPECT_EQ(merged, 1);
  EXPECT_EQ(empty_.run("SELECT count(*) FROM accounts"), "1\n");
}

ASTRONOVA_ON_BOTH_ENGINES(IdentityStoreTest);

}  // namespace
}  // namespace astronova::storage::testing
