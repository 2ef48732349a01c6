#include <algorithm>
#include <map>
#include <random>
#include <thread>

#include <gmock/gmock.h>

#include "storage/record_kinds.h"
#include "tests/storage/engines.h"

namespace astronova::storage::testing {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using Outcome = AppliedChange::Outcome;

class SyncTest : public StoreTest {
 protected:
  AppliedChange applied(const Record& change) {
    return records_.apply(owner_, {change}).value().front();
  }

  static Record version(std::int64_t when, const std::string& document) {
    return record_of(RecordKind::chart, 1, at(when), document);
  }

  static Record tombstone(std::int64_t when) {
    auto record = version(when, "");
    record.deleted = true;
    return record;
  }
};

TEST_P(SyncTest, AChangeOfSomethingNewIsApplied) {
  const auto change = applied(version(1, "\"a\""));
  EXPECT_EQ(change.outcome, Outcome::applied);
  EXPECT_EQ(change.current.change, 1);
  EXPECT_FALSE(change.loser);
  EXPECT_EQ(records_.get(owner_, RecordKind::chart, id_of(1)).value().document, "\"a\"");
}

TEST_P(SyncTest, TheSameChangeAgainIsAReplayAndTakesNoNumber) {
  applied(version(1, "\"a\""));
  const auto again = applied(version(1, "\"a\""));
  EXPECT_EQ(again.outcome, Outcome::replayed);
  EXPECT_EQ(again.current.change, 1);
  EXPECT_EQ(records_.put(owner_, version(2, "\"b\""), {}).value().change, 2);
}

TEST_P(SyncTest, TheLaterVersionStaysAndTheOtherIsReturned) {
  applied(version(5, "\"five\""));
  const auto earlier = applied(version(4, "\"four\""));
  EXPECT_EQ(earlier.outcome, Outcome::lost);
  EXPECT_EQ(earlier.current.document, "\"five\"");
  EXPECT_EQ(earlier.loser.value().document, "\"four\"");
  const auto later = applied(version(6, "\"six\""));
  EXPECT_EQ(later.outcome, Outcome::applied);
  EXPECT_EQ(later.loser.value().document, "\"five\"");
}

TEST_P(SyncTest, OfTwoAtOneTimeTheTombstoneAndThenTheGreaterDocumentStays) {
  applied(version(5, "\"a\""));
  EXPECT_EQ(applied(version(5, "\"b\"")).outcome, Outcome::applied);
  EXPECT_EQ(applied(version(5, "\"a\"")).outcome, Outcome::lost);
  EXPECT_EQ(applied(tombstone(5)).outcome, Outcome::applied);
  EXPECT_EQ(applied(version(5, "\"z\"")).outcome, Outcome::lost);
  EXPECT_ERROR(records_.get(owner_, RecordKind::chart, id_of(1)), not_found);
  EXPECT_EQ(applied(version(6, "\"back\"")).outcome, Outcome::applied);
  EXPECT_TRUE(records_.get(owner_, RecordKind::chart, id_of(1)));
}

TEST_P(SyncTest, ABatchIsAppliedInOrderOrNotAtAll) {
  const auto both = records_.apply(owner_, {version(1, "\"a\""), version(2, "\"b\"")});
  ASSERT_THAT(both.value(), SizeIs(2));
  EXPECT_EQ(both->at(1).loser.value().document, "\"a\"");
  auto impossible = record_of(RecordKind::report, 3, at(1));
  impossible.document = "\xff";
  const auto refused =
      records_.apply(owner_, {record_of(RecordKind::report, 2, at(1)), impossible});
  EXPECT_ERROR(refused, invalid_value);
  EXPECT_EQ(refused.error().fields.front().pointer, "/changes/1");
  EXPECT_ERROR(records_.get(owner_, RecordKind::report, id_of(2)), not_found);
  EXPECT_ERROR(records_.apply(owner_, std::vector<Record>(501, version(1, "\"a\""))),
               invalid_value);
  EXPECT_THAT(records_.apply(owner_, {}).value(), IsEmpty());
}

// Versions of few records, with many ties in time and many repetitions.
std::vector<Record> random_changes(std::mt19937& random, std::size_t count) {
  const auto below = [&](int limit) { return std::uniform_int_distribution(0, limit - 1)(random); };
  std::vector<Record> changes;
  for (std::size_t i = 0; i < count; ++i) {
    const auto kind = std::array{RecordKind::chart, RecordKind::match, RecordKind::bookmark}.at(
        static_cast<std::size_t>(below(3)));
    auto record = record_of(kind, below(6), at(below(5)), std::to_string(below(3)));
    record.created_at = at(below(2));
    record.deleted = below(4) == 0;
    if (record.deleted) record.document.clear();
    if (kind == RecordKind::bookmark && !record.deleted && below(2) == 0) {
      record.fields = {{"targetKind", below(2) == 0 ? "chart" : "report"}};
    }
    changes.push_back(std::move(record));
  }
  return changes;
}

TEST_P(SyncTest, ThreeReplicasThatApplyTheSameChangesInAnyOrderEndAlike) {
  std::mt19937 random(20261123);
  for (int schedule = 0; schedule < 8; ++schedule) {
    auto changes = random_changes(random, 40);
    std::vector<std::string> states;
    for (int replica = 0; replica < 3; ++replica) {
      const auto owner = new_account();
      std::ranges::shuffle(changes, random);
      for (std::size_t begin = 0; begin < changes.size();) {
        const auto size = std::min<std::size_t>(
            changes.size() - begin, std::uniform_int_distribution<std::size_t>(1, 20)(random));
        const std::vector<Record> batch(
            changes.begin() + static_cast<std::ptrdiff_t>(begin),
            changes.begin() + static_cast<std::ptrdiff_t>(begin + size));
        ASSERT_TRUE(records_.apply(owner, batch));
        begin += size;
      }
      std::map<std::string, std::string> state;
      for (const auto& record : records_.changes(owner, 0, 500).value().records) {
        auto& text = state[std::string(describe(record.kind).name) + record.id];
        text = format_rfc3339(record.updated_at) + format_rfc3339(record.created_at) +
               (record.deleted ? " deleted" : record.document);
        for (const auto& [name, value] : record.fields)
          text += name + value;
      }
      std::string all;
      for (const auto& [name, text] : state)
        all += name + " " + text + "\n";
      states.push_back(all);
    }
    EXPECT_EQ(states[0], states[1]) << "schedule " << schedule;
    EXPECT_EQ(states[1], states[2]) << "schedule " << schedule;
  }
}

TEST_P(SyncTest, ThreadsThatApplyAtOnceLoseNothing) {
  {
    std::vector<std::jthread> threads;
    for (int device = 0; device < 3; ++device) {
      threads.emplace_back([&, device] {
        for (int i = 0; i < 10; ++i) {
          std::vector<Record> batch;
          for (int n = 0; n < 5; ++n)
            batch.push_back(record_of(RecordKind::match, device * 100 + i * 5 + n, at(i)));
          // One that all of them change.
          batch.push_back(record_of(RecordKind::chart, 1, at(i * 3 + device)));
          ASSERT_TRUE(records_.apply(owner_, batch));
        }
      });
    }
  }
  const auto changes = records_.changes(owner_, 0, 500).value();
  EXPECT_THAT(changes.records, SizeIs(151));
  EXPECT_EQ(records_.get(owner_, RecordKind::chart, id_of(1)).value().updated_at, at(29));
}

ASTRONOVA_ON_BOTH_ENGINES(SyncTest);

}  // namespace
}  // namespace astronova::storage::testing
