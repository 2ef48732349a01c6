#include <atomic>
#include <set>
#include <thread>

#include <gmock/gmock.h>

#include "storage/record_kinds.h"
#include "storage/records.h"
#include "tests/storage/engines.h"

namespace astronova::storage::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class RecordStoreTest : public StoreTest {
 protected:
  Record created(RecordKind kind, int number, Instant when,
                 std::vector<std::pair<std::string, std::string>> fields = {}) {
    auto record = record_of(kind, number, when);
    record.fields = std::move(fields);
    return records_.create(owner_, record, {}).value().record;
  }

  std::vector<std::string> listed(const RecordQuery& query) {
    const auto page = records_.list(owner_, query);
    std::vector<std::string> ids;
    for (const auto& record : page.value().records)
      ids.push_back(record.id);
    return ids;
  }
};

TEST_P(RecordStoreTest, WhatWasCreatedIsReadBackInEveryKind) {
  int number = 0;
  for (const auto& kind : record_kinds()) {
    ++number;
    auto record = record_of(kind.kind, number, at(number), R"({"note":"Grüße, \"ok\" 🌙"})");
    if (kind.kind == RecordKind::profile) record.id = owner_;
    for (const auto field : kind.fields)
      record.fields.emplace_back(field, "value of " + std::string(field));
    record.updated_at = at(1000);
    const auto made = records_.create(owner_, record, {});
    ASSERT_TRUE(made) << made.error().detail;
    EXPECT_FALSE(made->replayed);
    EXPECT_EQ(made->record.change, number);
    const auto read = records_.get(owner_, kind.kind, record.id);
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(read->document, record.document);
    EXPECT_EQ(read->fields, record.fields);
    EXPECT_EQ(read->created_at, record.created_at);
    EXPECT_EQ(read->updated_at, record.updated_at);
    EXPECT_EQ(read->change, number);
    EXPECT_FALSE(read->deleted);
  }
}

TEST_P(RecordStoreTest, AFieldThatWasNotGivenIsNotThere) {
  created(RecordKind::horoscope, 1, at(0), {{"date", "2026-11-23"}});
  const auto read = records_.get(owner_, RecordKind::horoscope, id_of(1));
  EXPECT_THAT(read.value().fields, ElementsAre(std::pair{"date", "2026-11-23"}));
}

TEST_P(RecordStoreTest, ALongDocumentIsKeptWhole) {
  auto record = record_of(RecordKind::chart, 1, at(0));
  record.document = "{\"a\":\"" + std::string(300'000, 'x') + "\"}";
  ASSERT_TRUE(records_.create(owner_, record, {}));
  EXPECT_EQ(records_.get(owner_, RecordKind::chart, id_of(1)).value().document, record.document);
}

TEST_P(RecordStoreTest, NobodyReadsTheRecordsOfAnother) {
  created(RecordKind::chart, 1, at(0));
  const auto other = new_account();
  EXPECT_ERROR(records_.get(other, RecordKind::chart, id_of(1)), not_found);
  EXPECT_THAT(records_.list(other, {RecordKind::chart}).value().records, IsEmpty());
  EXPECT_ERROR(records_.remove(other, RecordKind::chart, id_of(1), at(1)), not_found);
}

TEST_P(RecordStoreTest, TwoPeopleMayHaveARecordOfTheSameId) {
  const auto other = new_account();
  created(RecordKind::chart, 1, at(0));
  const auto theirs = record_of(RecordKind::chart, 1, at(0), R"({"b":2})");
  ASSERT_TRUE(records_.create(other, theirs, {}));
  EXPECT_EQ(records_.get(owner_, RecordKind::chart, id_of(1)).value().document, R"({"a":1})");
  EXPECT_EQ(records_.get(other, RecordKind::chart, id_of(1)).value().document, R"({"b":2})");
}

TEST_P(RecordStoreTest, AnOwnerWhoIsNotThereCannotBeWrittenFor) {
  const auto record = record_of(RecordKind::chart, 1, at(0));
  EXPECT_ERROR(records_.create(id_of(9), record, {}), not_found);
  EXPECT_ERROR(records_.put(id_of(9), record, {}), not_found);
  EXPECT_ERROR(records_.apply(id_of(9), {record}), not_found);
  EXPECT_THAT(records_.list(id_of(9), {RecordKind::chart}).value().records, IsEmpty());
  EXPECT_THAT(records_.changes(id_of(9), 0, 10).value().records, IsEmpty());
}

TEST_P(RecordStoreTest, AnIdThatIsTakenIsAConflict) {
  created(RecordKind::chart, 1, at(0));
  EXPECT_ERROR(records_.create(owner_, record_of(RecordKind::chart, 1, at(5)), {}), conflict);
  EXPECT_EQ(records_.get(owner_, RecordKind::chart, id_of(1)).value().updated_at, at(0));
}

TEST_P(RecordStoreTest, WhatWasRemovedCanBeCreatedAgainAndIsLaterThanItsTombstone) {
  created(RecordKind::chart, 1, at(0));
  ASSERT_TRUE(records_.remove(owner_, RecordKind::chart, id_of(1), at(50)));
  const auto again = records_.create(owner_, record_of(RecordKind::chart, 1, at(10)), {});
  ASSERT_TRUE(again) << again.error().detail;
  EXPECT_GT(again->record.updated_at, at(50));
  EXPECT_TRUE(records_.get(owner_, RecordKind::chart, id_of(1)));
}

TEST_P(RecordStoreTest, ARecordThatCannotBeKeptIsRefused) {
  auto record = record_of(RecordKind::chart, 1, at(0));
  record.id = "";
  EXPECT_ERROR(records_.create(owner_, record, {}), invalid_value);
  record = record_of(RecordKind::chart, 1, at(0), "");
  EXPECT_ERROR(records_.put(owner_, record, {}), invalid_value);
  record.document = "{\"a\":\"\xff\"}";
  EXPECT_ERROR(records_.put(owner_, record, {}), invalid_value);
  record.document = std::string("{\"a\":\"\0\"}", 9);
  EXPECT_ERROR(records_.put(owner_, record, {}), invalid_value);
  record = record_of(RecordKind::chart, 1, at(0));
  record.fields = {{"birthDate", "1990-05-15"}};
  EXPECT_ERROR(records_.put(owner_, record, {}), invalid_value);
  EXPECT_ERROR(records_.put(owner_, record_of(RecordKind::profile, 1, at(0)), {}), invalid_value);
}

TEST_P(RecordStoreTest, TheSameIdempotencyKeyMakesOneRecord) {
  const Idempotency key{"key-1", "digest-1"};
  const auto record = record_of(RecordKind::match, 1, at(0));
  const auto first = records_.create(owner_, record, key);
  ASSERT_TRUE(first);
  const auto other = record_of(RecordKind::match, 2, at(9));
  const auto second = records_.create(owner_, other, key);
  ASSERT_TRUE(second) << second.error().detail;
  EXPECT_TRUE(second->replayed);
  EXPECT_EQ(second->record.id, first->record.id);
  EXPECT_EQ(second->record.change, first->record.change);
  EXPECT_ERROR(records_.get(owner_, RecordKind::match, id_of(2)), not_found);
  // It is this owner's key alone.
  EXPECT_FALSE(records_.create(new_account(), record, key).value().replayed);
}

TEST_P(RecordStoreTest, AnIdempotencyKeyForSomethingElseIsAConflict) {
  ASSERT_TRUE(records_.create(owner_, record_of(RecordKind::match, 1, at(0)),
                              Idempotency{"key-1", "digest-1"}));
  EXPECT_ERROR(records_.create(owner_, record_of(RecordKind::match, 2, at(0)),
                               Idempotency{"key-1", "digest-2"}),
               conflict);
  EXPECT_ERROR(records_.get(owner_, RecordKind::match, id_of(2)), not_found);
}

TEST_P(RecordStoreTest, OfManyThreadsThatPostTheSameOneMakesTheRecord) {
  std::atomic<int> made{0};
  std::atomic<int> replayed{0};
  {
    std::vector<std::jthread> threads;
    for (int number = 1; number <= 6; ++number) {
      threads.emplace_back([&, number] {
        const auto created = records_.create(owner_, record_of(RecordKind::report, number, at(0)),
                                             Idempotency{"key", "digest"});
        ASSERT_TRUE(created) << created.error().detail;
        ++(created->replayed ? replayed : made);
      });
    }
  }
  EXPECT_EQ(made, 1);
  EXPECT_EQ(replayed, 5);
  EXPECT_EQ(listed({RecordKind::report}).size(), 1U);
}

TEST_P(RecordStoreTest, PutWritesWhatIsThereAndWhatIsNot) {
  const auto first = records_.put(owner_, record_of(RecordKind::chart, 1, at(0)), {});
  ASSERT_TRUE(first);
  auto changed = record_of(RecordKind::chart, 1, at(5), R"({"b":2})");
  changed.fields = {{"system", "vedic"}};
  const auto second = records_.put(owner_, changed, {});
  ASSERT_TRUE(second);
  EXPECT_GT(second->change, first->change);
  const auto read = records_.get(owner_, RecordKind::chart, id_of(1));
  EXPECT_EQ(read->document, R"({"b":2})");
  EXPECT_THAT(read->fields, ElementsAre(std::pair{"system", "vedic"}));
  EXPECT_EQ(read->updated_at, at(5));
}

TEST_P(RecordStoreTest, PutWithAnExpectationIsRefusedWhenAnotherWasFaster) {
  const auto record = record_of(RecordKind::chart, 1, at(0));
  EXPECT_ERROR(records_.put(owner_, record, 7), conflict);
  const auto first = records_.put(owner_, record, 0);
  ASSERT_TRUE(first) << first.error().detail;
  EXPECT_ERROR(records_.put(owner_, record, 0), conflict);
  const auto second = records_.put(owner_, record, first->change);
  ASSERT_TRUE(second);
  EXPECT_ERROR(records_.put(owner_, record, first->change), conflict);
  EXPECT_EQ(records_.get(owner_, RecordKind::chart, id_of(1)).value().change, second->change);
}

TEST_P(RecordStoreTest, WhatAnOldClockPutsIsLaterThanWhatItReplaces) {
  ASSERT_TRUE(records_.put(owner_, record_of(RecordKind::chart, 1, at(100)), {}));
  const auto put = records_.put(owner_, record_of(RecordKind::chart, 1, at(5), R"({"b":2})"), {});
  EXPECT_GT(put.value().updated_at, at(100));
  // A device that sends its change again does not win.
  const auto again = records_.apply(owner_, {record_of(RecordKind::chart, 1, at(100))});
  EXPECT_EQ(again.value().front().outcome, AppliedChange::Outcome::lost);
}

TEST_P(RecordStoreTest, RemovingLeavesATombstoneWithoutAnything) {
  created(RecordKind::bookmark, 1, at(0), {{"targetKind", "chart"}, {"targetId", id_of(5)}});
  const auto removed = records_.remove(owner_, RecordKind::bookmark, id_of(1), at(9));
  ASSERT_TRUE(removed);
  EXPECT_TRUE(removed->deleted);
  EXPECT_EQ(removed->updated_at, at(9));
  EXPECT_ERROR(records_.get(owner_, RecordKind::bookmark, id_of(1)), not_found);
  EXPECT_ERROR(records_.remove(owner_, RecordKind::bookmark, id_of(1), at(9)), not_found);
  EXPECT_THAT(listed({RecordKind::bookmark}), IsEmpty());
  const auto changes = records_.changes(owner_, 0, 10);
  ASSERT_EQ(changes.value().records.size(), 1U);
  const auto& tombstone = changes->records.front();
  EXPECT_TRUE(tombstone.deleted);
  EXPECT_EQ(tombstone.id, id_of(1));
  EXPECT_THAT(tombstone.document, IsEmpty());
  EXPECT_THAT(tombstone.fields, IsEmpty());
  EXPECT_EQ(empty_.run("SELECT count(*) FROM bookmarks WHERE target_id IS NOT NULL"), "0\n");
}

TEST_P(RecordStoreTest, ListsTheLatestFirstAndTiesById) {
  created(RecordKind::chart, 2, at(1));
  created(RecordKind::chart, 1, at(1));
  created(RecordKind::chart, 3, at(5));
  created(RecordKind::report, 4, at(5));
  EXPECT_THAT(listed({RecordKind::chart}), ElementsAre(id_of(3), id_of(1), id_of(2)));
}

TEST_P(RecordStoreTest, ListsByFieldsAndByTime) {
  created(RecordKind::horoscope, 1, at(1), {{"sign", "leo"}, {"type", "daily"}});
  created(RecordKind::horoscope, 2, at(2), {{"sign", "leo"}, {"type", "weekly"}});
  created(RecordKind::horoscope, 3, at(3), {{"sign", "aries"}, {"type", "daily"}});
  RecordQuery query{RecordKind::horoscope};
  query.equal = {{"sign", "leo"}};
  EXPECT_THAT(listed(query), ElementsAre(id_of(2), id_of(1)));
  query.equal = {{"sign", "leo"}, {"type", "daily"}};
  EXPECT_THAT(listed(query), ElementsAre(id_of(1)));
  query.equal = {{"sign", "leo' OR '1'='1"}};
  EXPECT_THAT(listed(query), IsEmpty());
  query.equal = {};
  query.created_from = at(2);
  EXPECT_THAT(listed(query), ElementsAre(id_of(3), id_of(2)));
  query.created_to = at(3);
  EXPECT_THAT(listed(query), ElementsAre(id_of(2)));
}

TEST_P(RecordStoreTest, AListRefusesWhatItDoesNotKnow) {
  RecordQuery query{RecordKind::match};
  query.equal = {{"name", "Anna"}};
  EXPECT_ERROR(records_.list(owner_, query), invalid_value);
  query = {RecordKind::match};
  for (const auto* cursor : {"x", "12", "12.", ".a", "99999999999999999999.a"}) {
    query.cursor = cursor;
    EXPECT_ERROR(records_.list(owner_, query), invalid_value);
  }
  query = {RecordKind::match};
  query.limit = 0;
  EXPECT_ERROR(records_.list(owner_, query), invalid_value);
  query.limit = 101;
  EXPECT_ERROR(records_.list(owner_, query), invalid_value);
}

TEST_P(RecordStoreTest, PagesHoldEachRecordOnceWhileOthersAreInserted) {
  constexpr int before = 45;
  for (int i = 0; i < before; ++i)
    created(RecordKind::chart, i, at(i / 3));  // ties in every page
  std::jthread inserting([&](const std::stop_token& stop) {
    for (int i = 1000; !stop.stop_requested() && i < 1200; ++i)
      (void)records_.create(owner_, record_of(RecordKind::chart, i, at(i)), {});
  });
  RecordQuery query{RecordKind::chart};
  query.limit = 4;
  query.created_to = at(before);  // those that were there
  std::vector<std::string> seen;
  do {
    const auto page = records_.list(owner_, query);
    ASSERT_TRUE(page);
    for (const auto& record : page->records)
      seen.push_back(record.id);
    query.cursor = page->next_cursor;
  } while (!query.cursor.empty());
  inserting.request_stop();
  EXPECT_EQ(seen.size(), static_cast<std::size_t>(before));
  EXPECT_EQ(std::set(seen.begin(), seen.end()).size(), static_cast<std::size_t>(before));
}

TEST_P(RecordStoreTest, ChangesComeInTheirOrderEachRecordOnceWithItsLatestState) {
  created(RecordKind::chart, 1, at(0));
  created(RecordKind::report, 2, at(0));
  ASSERT_TRUE(records_.put(owner_, record_of(RecordKind::chart, 1, at(5), R"({"b":2})"), {}));
  const auto first = records_.changes(owner_, 0, 1);
  ASSERT_EQ(first.value().records.size(), 1U);
  EXPECT_EQ(first->records[0].id, id_of(2));
  EXPECT_EQ(first->records[0].kind, RecordKind::report);
  EXPECT_TRUE(first->more);
  const auto rest = records_.changes(owner_, first->last, 500);
  ASSERT_EQ(rest.value().records.size(), 1U);
  EXPECT_EQ(rest->records[0].document, R"({"b":2})");
  EXPECT_FALSE(rest->more);
  const auto none = records_.changes(owner_, rest->last, 500);
  EXPECT_THAT(none.value().records, IsEmpty());
  EXPECT_EQ(none->last, rest->last);
  EXPECT_ERROR(records_.changes(owner_, 0, 0), invalid_value);
  EXPECT_ERROR(records_.changes(owner_, 0, 501), invalid_value);
}

TEST_P(RecordStoreTest, WhoFollowsTheChangesMissesNoneThatThreadsWriteAtOnce) {
  constexpr int writers = 4;
  constexpr int each = 25;
  std::vector<std::jthread> threads;
  for (int writer = 0; writer < writers; ++writer) {
    threads.emplace_back([&, writer] {
      for (int i = 0; i < each; ++i)
        ASSERT_TRUE(records_.create(
            owner_, record_of(RecordKind::chat_message, writer * each + i, at(0)), {}));
    });
  }
  std::set<std::string> seen;
  std::int64_t since = 0;
  while (seen.size() < writers * each) {
    const auto page = records_.changes(owner_, since, 7);
    ASSERT_TRUE(page);
    for (const auto& record : page->records) {
      EXPECT_GT(record.change, since);
      EXPECT_TRUE(seen.insert(record.id).second);
    }
    since = page->last;
    if (since == writers * each) break;
  }
  EXPECT_EQ(seen.size(), static_cast<std::size_t>(writers * each));
}

TEST_P(RecordStoreTest, EveryRecordIsVisitedByKindAndCreation) {
  created(RecordKind::chart, 1, at(5));
  created(RecordKind::chart, 2, at(1));
  created(RecordKind::horoscope, 3, at(9));
  created(RecordKind::chart, 4, at(7));
  ASSERT_TRUE(records_.remove(owner_, RecordKind::chart, id_of(4), at(9)));
  for (int i = 100; i < 230; ++i)
    created(RecordKind::report, i, at(3));
  std::vector<std::string> visited;
  ASSERT_TRUE(records_.for_each(owner_, [&](const Record& record) {
    visited.push_back(record.id);
    return visited.size() < 200;
  }));
  ASSERT_EQ(visited.size(), 133U);
  visited.resize(3);
  EXPECT_THAT(visited, ElementsAre(id_of(3), id_of(2), id_of(1)));
}

TEST_P(RecordStoreTest, AVisitSeesOneStateAndStopsWhenTold) {
  for (int i = 0; i < 120; ++i)
    created(RecordKind::chart, i, at(i));
  int visited = 0;
  ASSERT_TRUE(records_.for_each(owner_, [&](const Record& record) {
    // What changes meanwhile is not seen.
    if (visited == 0) {
      EXPECT_TRUE(records_.remove(owner_, RecordKind::chart, id_of(119), at(999)));
    }
    EXPECT_FALSE(record.deleted);
    return ++visited < 120;
  }));
  EXPECT_EQ(visited, 120);
  visited = 0;
  ASSERT_TRUE(records_.for_each(owner_, [&](const Record&) { return ++visited < 3; }));
  EXPECT_EQ(visited, 3);
}

ASTRONOVA_ON_BOTH_ENGINES(RecordStoreTest);

}  // namespace
}  // namespace astronova::storage::testing
