// What of a person is in the database's files, while they are here and when they have gone.
#include <random>
#include <thread>

#include <gmock/gmock.h>

#include "storage/record_kinds.h"
#include "storage/sql/rotate_keys.h"
#include "tests/storage/engines.h"

namespace astronova::storage::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* secret = "Annemarie-Musterfrau-aus-Ulm";

class PrivacyTest : public EngineTest {
 protected:
  // A person with the secret in everything that is personal.
  static std::string person(Database& database) {
    const auto owner = database.identities().create_account(Role::guest, at(0)).value().id;
    for (const auto& kind : record_kinds()) {
      auto record = record_of(kind.kind, 1, at(1), document());
      if (kind.kind == RecordKind::profile) record.id = owner;
      EXPECT_TRUE(database.records().create(owner, record, {}));
    }
    EXPECT_TRUE(database.identities().link(owner, {"apple", "001", document(), at(1)}));
    EXPECT_TRUE(
        database.sessions().open({owner, owner, secret, at(0), at(0), at(99)}, owner + "d"));
    EXPECT_TRUE(database.ledger().put_device(owner, {id_of(1), "ios", owner + secret}));
    return owner;
  }

  static std::string document() { return std::string(R"({"name":")") + secret + "\"}"; }

  static void expect_readable(Database& database, const std::string& owner) {
    for (const auto& kind : record_kinds()) {
      const auto id = kind.kind == RecordKind::profile ? owner : id_of(1);
      const auto read = database.records().get(owner, kind.kind, id);
      ASSERT_TRUE(read) << read.error().detail;
      EXPECT_EQ(read->document, document());
    }
    EXPECT_EQ(database.identities().identities(owner).value().front().details, document());
    EXPECT_EQ(database.sessions().session(owner).value().device_name, secret);
    EXPECT_EQ(database.ledger().devices(owner).value().front().push_token, owner + secret);
  }

  // Everything that is stored, as text.
  std::string all_rows() const {
    std::string all = empty_.run("SELECT details FROM identities") +
                      empty_.run("SELECT device_name FROM sessions") +
                      empty_.run("SELECT push_token FROM devices");
    for (const auto& kind : record_kinds())
      all += empty_.run("SELECT document FROM " + std::string(kind.table));
    return all;
  }

  DatabaseOptions options(const KeyRing& keys) const {
    auto made = empty_.options();
    made.keys = keys;
    return made;
  }
};

TEST_P(PrivacyTest, WithAKeyNothingPersonalIsInTheRowsOrFiles) {
  const auto database = open(keys_named({"2026a"}));
  EXPECT_TRUE(database->sealed());
  const auto owner = person(*database);
  expect_readable(*database, owner);
  EXPECT_THAT(all_rows(), Not(HasSubstr(secret)));
  EXPECT_THAT(empty_.bytes(), Not(HasSubstr(secret)));
}

TEST_P(PrivacyTest, WithoutAKeyItIsInClearAndTheDatabaseSaysSo) {
  const auto database = open();
  EXPECT_FALSE(database->sealed());
  person(*database);
  EXPECT_THAT(all_rows(), HasSubstr(secret));
}

TEST_P(PrivacyTest, ASealedRowThatIsMovedToAnotherPersonIsRefused) {
  const auto database = open(keys_named({"2026a"}));
  const auto owner = person(*database);
  const auto other = database->identities().create_account(Role::guest, at(0)).value().id;
  empty_.run("UPDATE charts SET owner = '" + other + "' WHERE owner = '" + owner + "'");
  EXPECT_ERROR(database->records().get(other, RecordKind::chart, id_of(1)), data_missing);
  EXPECT_ERROR(database->records().list(other, {RecordKind::chart}), data_missing);
  empty_.run("UPDATE matches SET document = (SELECT document FROM reports)");
  EXPECT_ERROR(database->records().get(owner, RecordKind::match, id_of(1)), data_missing);
}

TEST_P(PrivacyTest, AMissingKeyIsNamed) {
  const auto owner = person(*open(keys_named({"2025b"})));
  const auto read = open(keys_named({"2026a"}))->records().get(owner, RecordKind::chart, id_of(1));
  EXPECT_ERROR(read, data_missing);
  EXPECT_THAT(read.error().detail, HasSubstr("2025b"));
}

TEST_P(PrivacyTest, MergedAccountsAreSealedForTheirNewOwner) {
  const auto database = open(keys_named({"2026a"}));
  const auto from = person(*database);
  const auto into = database->identities().create_account(Role::guest, at(0)).value().id;
  ASSERT_TRUE(database->identities().merge(from, into, at(2)));
  EXPECT_EQ(database->records().get(into, RecordKind::chart, id_of(1)).value().document,
            document());
  EXPECT_EQ(database->identities().identities(into).value().front().details, document());
  EXPECT_EQ(database->ledger().devices(into).value().front().push_token, from + secret);
}

TEST_P(PrivacyTest, RotationSealsAllThatIsInClearOrUnderOldKeysAndThenFindsNothing) {
  const auto clear = person(*open());
  const auto options_with_old = options(keys_named({"old"}));
  EXPECT_EQ(rotate_keys(options_with_old).value(), 10);
  EXPECT_THAT(all_rows(), Not(HasSubstr(secret)));
  const auto rotated = rotate_keys(options(keys_named({"new", "old"})));
  ASSERT_TRUE(rotated) << rotated.error().detail;
  EXPECT_EQ(*rotated, 10);
  EXPECT_EQ(rotate_keys(options(keys_named({"new", "old"}))).value(), 0);
  EXPECT_THAT(all_rows(), Not(HasSubstr("1old.")));
  expect_readable(*open(keys_named({"new"})), clear);
  if (GetParam() == Engine::sqlite) {
    EXPECT_THAT(empty_.bytes(), Not(HasSubstr(secret)));
  }
}

TEST_P(PrivacyTest, RotationNeedsAKeyAndNamesTheOneThatItLacks) {
  EXPECT_ERROR(rotate_keys(options({})), data_missing);
  person(*open(keys_named({"old"})));
  const auto rotated = rotate_keys(options(keys_named({"new"})));
  EXPECT_ERROR(rotated, data_missing);
  EXPECT_THAT(rotated.error().detail, HasSubstr("old"));
}

TEST_P(PrivacyTest, RotationLosesNoWriteOfThreadsThatGoOn) {
  const auto database = open(keys_named({"old"}));
  const auto owner = database->identities().create_account(Role::guest, at(0)).value().id;
  constexpr int records = 150;
  for (int i = 0; i < records; ++i)
    ASSERT_TRUE(database->records().put(owner, record_of(RecordKind::chart, i, at(0), "0"), {}));
  const auto server = open(keys_named({"new", "old"}));
  std::vector<int> latest(records, 0);
  std::jthread writer([&] {
    std::mt19937 random(7);
    for (int i = 1; i <= 200; ++i) {
      const auto number = std::uniform_int_distribution(0, records - 1)(random);
      ASSERT_TRUE(server->records().put(
          owner, record_of(RecordKind::chart, number, at(i), std::to_string(i)), {}));
      latest[static_cast<std::size_t>(number)] = i;
    }
  });
  ASSERT_TRUE(rotate_keys(options(keys_named({"new", "old"}))));
  writer.join();
  const auto reader = open(keys_named({"new"}));
  for (int i = 0; i < records; ++i) {
    const auto read = reader->records().get(owner, RecordKind::chart, id_of(i));
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(read->document, std::to_string(latest[static_cast<std::size_t>(i)]));
  }
}

ASTRONOVA_ON_BOTH_ENGINES(PrivacyTest);

class ErasureTest : public PrivacyTest {
 protected:
  DatabaseOptions impatient() const {
    auto options = empty_.options();
    options.patience = std::chrono::milliseconds{100};
    return options;
  }
};

TEST_P(ErasureTest, LeavesNoByteOfThePersonInTheDatabaseOrItsLog) {
  const auto database = open();
  std::mt19937 random(3);
  std::vector<std::string> owners;
  for (int i = 0; i < 6; ++i)
    owners.push_back(database->identities().create_account(Role::guest, at(0)).value().id);
  // Many rows of all sizes between those of others, written over and removed: pages are split,
  // merged and chained.
  const auto& gone = owners[2];
  for (int i = 0; i < 1500; ++i) {
    const auto& owner = owners[std::uniform_int_distribution<std::size_t>(0, 5)(random)];
    const auto kind = static_cast<RecordKind>(std::uniform_int_distribution(1, 6)(random));
    std::string text = owner == gone ? secret : "another";
    while (text.size() < std::uniform_int_distribution<std::size_t>(10, 9000)(random))
      text += owner == gone ? secret : "another";
    auto record = record_of(kind, std::uniform_int_distribution(0, 60)(random), at(i),
                            "{\"a\":\"" + text + "\"}");
    if (kind == RecordKind::chat_message) {
      record.fields = {{"conversationId", owner == gone ? secret : "another"}};
    }
    if (i % 5 == 0) {
      (void)database->records().remove(owner, kind, record.id, at(i));
    } else {
      ASSERT_TRUE(database->records().put(owner, record, {}));
    }
  }
  ASSERT_TRUE(database->identities().link(gone, {"apple", secret, document(), at(1)}));
  ASSERT_TRUE(database->sessions().open({id_of(1), gone, secret, at(0), at(0), at(9)}, "d"));
  ASSERT_TRUE(database->ledger().put_device(gone, {id_of(1), "ios", secret}));
  ASSERT_THAT(empty_.bytes(), HasSubstr(secret));
  ASSERT_TRUE(database->identities().erase(gone));
  EXPECT_THAT(empty_.bytes().find(secret), std::string::npos);
  EXPECT_EQ(empty_.run("PRAGMA integrity_check"), "ok\n");
  EXPECT_THAT(empty_.bytes(), HasSubstr("another"));
}

TEST_P(ErasureTest, WhatAReaderHoldsBackIsGoneAtTheNextOccasion) {
  const auto opened = open_database(impatient());
  const auto& database = opened.value();
  const auto owner = person(*database);
  const auto reader = database->identities().create_account(Role::guest, at(0)).value().id;
  ASSERT_TRUE(database->records().put(reader, record_of(RecordKind::chart, 1, at(1)), {}));
  ASSERT_TRUE(database->records().for_each(reader, [&](const Record&) {
    EXPECT_TRUE(database->identities().erase(owner));
    EXPECT_FALSE(database->identities().account(owner));
    EXPECT_THAT(empty_.bytes(), HasSubstr(secret));
    return true;
  }));
  ASSERT_TRUE(database->sessions().remove_expired(at(0)));
  EXPECT_THAT(empty_.bytes(), Not(HasSubstr(secret)));
}

// PostgreSQL's files keep old row versions until VACUUM; docs/storage.md says so.
INSTANTIATE_TEST_SUITE_P(On, ErasureTest, ::testing::Values(Engine::sqlite),
                         [](const auto& tested) { return name_of(tested.param); });

}  // namespace
}  // namespace astronova::storage::testing
