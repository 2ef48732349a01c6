#include "mirror/cloud_mirror.h"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/base64.h"
#include "clients/cloudkit/web_services.h"
#include "storage/sql/open_database.h"
#include "tests/clients/support/stand_in.h"

namespace astronova::mirror {
namespace {

using namespace std::chrono_literals;
using astronova::testing::SetClock;
using astronova::testing::StandIn;
using astronova::testing::text_at;
using storage::RecordKind;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr const char* pearl = R"({"text":"mother-of-pearl"})";

class CloudMirrorTest : public ::testing::Test {
 protected:
  void SetUp() override {
    apple_.post("settings", {{"now", format_rfc3339(clock_.now())}});
    const auto given = apple_.get("credentials");
    auto services =
        clients::cloudkit::WebServices::make(apple_.client(), clock_,
                                             {.container = text_at(given, "container"),
                                              .key_id = text_at(given, "keyId"),
                                              .private_key = text_at(given, "privateKey"),
                                              .base_address = apple_.address(),
                                              .deadline = 60s});
    ASSERT_TRUE(services) << services.error().detail;
    cloud_ = *std::move(services);
    storage::DatabaseOptions options;
    options.file = folder_ / "astronova.db";
    auto opened = storage::open_database(options);
    ASSERT_TRUE(opened) << opened.error().detail;
    database_ = *std::move(opened);
    owner_ = new_account();
    mirror_.emplace(*database_, keys_, *cloud_, clock_);
  }
  ~CloudMirrorTest() override { std::filesystem::remove_all(folder_); }

  std::string new_account() {
    return database_->identities().create_account(storage::Role::guest, clock_.now()).value().id;
  }
  storage::Record record(RecordKind kind, const std::string& id,
                         const std::string& document = pearl) {
    storage::Record made;
    made.kind = kind;
    made.id = kind == RecordKind::profile ? owner_ : id;
    made.document = document;
    made.created_at = clock_.now();
    made.updated_at = clock_.now();
    return made;
  }
  void put(RecordKind kind, const std::string& id, const std::string& document = pearl) {
    const auto put = database_->records().put(owner_, record(kind, id, document), {});
    ASSERT_TRUE(put) << put.error().detail;
  }
  // Works until there is nothing more to do at once; returns the last round.
  Round work() {
    auto round = mirror_->work().value();
    while (round.more && !round.trouble)
      round = mirror_->work().value();
    return round;
  }
  void let_pass(std::chrono::minutes time) {
    clock_.advance(time);
    apple_.post("settings", {{"now", format_rfc3339(clock_.now())}});
  }
  // What CloudKit holds and is not deleted there, by name.
  std::map<std::string, boost::json::object> copies() {
    std::map<std::string, boost::json::object> found;
    const auto held = apple_.get("records");
    for (const auto& value : held.at("records").as_array()) {
      const auto& copy = value.as_object();
      const auto* const deleted = copy.if_contains("deleted");
      if (!deleted || !deleted->as_bool()) found.emplace(text_at(copy, "recordName"), copy);
    }
    return found;
  }
  static const boost::json::value& field(const boost::json::object& copy, const char* name) {
    return copy.at("fields").at(name).at("value");
  }
  std::string opened(const boost::json::object& copy) {
    const auto sealed = clients::from_base64(std::string(field(copy, "document").as_string()));
    return keys_.open({"cloudkit", owner_, text_at(copy, "recordName")}, sealed.value()).value();
  }

  const std::filesystem::path folder_ = [] {
    std::string name = std::filesystem::temp_directory_path() / "astronova-mirror-XXXXXX";
    return std::filesystem::path(mkdtemp(name.data()));
  }();
  SetClock clock_{astronova::testing::noon.now()};
  StandIn apple_{"cloudkit_server.mjs"};
  std::unique_ptr<clients::CloudKit> cloud_;
  std::unique_ptr<storage::Database> database_;
  const storage::KeyRing keys_ =
      storage::KeyRing::parse("k1:" + std::string(43, 'A') + "=").value();
  std::string owner_;
  std::optional<CloudMirror> mirror_;
};

TEST_F(CloudMirrorTest, TheFiveKindsThatCloudKitHasAreCopiedAndChartsAreNot) {
  for (const auto kind :
       {RecordKind::profile, RecordKind::horoscope, RecordKind::chat_message, RecordKind::match,
        RecordKind::bookmark, RecordKind::chart, RecordKind::report})
    put(kind, "r1");
  EXPECT_FALSE(work().trouble);
  std::map<std::string, std::string> types;
  for (const auto& [name, copy] : copies())
    types[name.substr(owner_.size())] = text_at(copy, "recordType");
  EXPECT_THAT(types, UnorderedElementsAre(std::pair(".profile." + owner_, "UserProfile"),
                                          std::pair(".horoscope.r1", "Horoscope"),
                                          std::pair(".chat_message.r1", "ChatMessage"),
                                          std::pair(".match.r1", "KundaliMatch"),
                                          std::pair(".bookmark.r1", "BookmarkedReading")));
}

TEST_F(CloudMirrorTest, ACopyIsSealedForItsPlaceAndSaysWhoseItIsAndWhen) {
  put(RecordKind::chat_message, "r1");
  EXPECT_EQ(mirror_->work().value().written, 1U);
  const auto held = copies();
  ASSERT_THAT(held, SizeIs(1));
  const auto& copy = held.begin()->second;
  EXPECT_THAT(boost::json::serialize(copy), ::testing::Not(::testing::HasSubstr("pearl")));
  EXPECT_EQ(opened(copy), pearl);
  EXPECT_EQ(field(copy, "owner").as_string(), owner_);
  EXPECT_EQ(field(copy, "sealedBy").as_string(), "k1");
  const auto milliseconds =
      std::chrono::floor<std::chrono::milliseconds>(clock_.now()).time_since_epoch().count();
  EXPECT_EQ(field(copy, "createdAt").to_number<std::int64_t>(), milliseconds);
  EXPECT_EQ(field(copy, "updatedAt").to_number<std::int64_t>(), milliseconds);
}

TEST_F(CloudMirrorTest, NothingIsSentWhereNothingChanged) {
  put(RecordKind::match, "r1");
  work();
  const auto before = boost::json::serialize(apple_.get("asked"));
  EXPECT_EQ(work().written, 0U);
  EXPECT_EQ(boost::json::serialize(apple_.get("asked")), before);
}

TEST_F(CloudMirrorTest, AChangeReplacesTheCopyAndADeletionLeavesATombstone) {
  put(RecordKind::match, "r1");
  work();
  put(RecordKind::match, "r1", R"({"a":2})");
  work();
  ASSERT_THAT(copies(), SizeIs(1));
  EXPECT_EQ(opened(copies().begin()->second), R"({"a":2})");
  ASSERT_TRUE(database_->records().remove(owner_, RecordKind::match, "r1", clock_.now() + 1s));
  work();
  ASSERT_THAT(copies(), SizeIs(1));
  EXPECT_FALSE(copies().begin()->second.at("fields").as_object().contains("document"));
}

TEST_F(CloudMirrorTest, ManyRecordsOfManyAccountsGoOverInFewRequests) {
  std::vector<storage::Record> changes;
  for (int i = 0; i < 450; ++i)
    changes.push_back(record(RecordKind::horoscope, "h" + std::to_string(i)));
  ASSERT_TRUE(database_->records().apply(owner_, changes));
  for (int i = 0; i < 30; ++i) {
    ASSERT_TRUE(database_->records().create(new_account(), record(RecordKind::match, "m"), {}));
  }
  EXPECT_FALSE(work().trouble);
  EXPECT_THAT(copies(), SizeIs(480));
  std::int64_t requests = 0;
  for (const auto& asked : apple_.get("asked")) {
    if (asked.key().ends_with("/records/modify"))
      requests += asked.value().to_number<std::int64_t>();
  }
  EXPECT_LE(requests, 4);
}

TEST_F(CloudMirrorTest, RecordsThatTogetherAreLargerThanARequestGoInSeveral) {
  const std::string large = R"({"text":")" + std::string(400'000, 'x') + R"("})";
  for (int i = 0; i < 5; ++i)
    put(RecordKind::horoscope, "h" + std::to_string(i), large);
  EXPECT_FALSE(work().trouble);
  EXPECT_THAT(copies(), SizeIs(5));
}

TEST_F(CloudMirrorTest, WhileCloudKitIsAwayNothingIsLost) {
  put(RecordKind::match, "r1");
  apple_.post("throttle", {{"times", 2}, {"seconds", 7}});
  auto round = mirror_->work().value();
  EXPECT_TRUE(round.trouble);
  EXPECT_EQ(round.retry_after, 7s);
  put(RecordKind::match, "r2");
  EXPECT_TRUE(mirror_->work().value().trouble);
  EXPECT_THAT(copies(), IsEmpty());
  EXPECT_FALSE(work().trouble);
  EXPECT_THAT(copies(), SizeIs(2));
}

TEST_F(CloudMirrorTest, AnotherMirrorGoesOnWhereTheFirstStopped) {
  put(RecordKind::match, "r1");
  apple_.post("throttle", {{"times", 1}, {"seconds", 1}});
  EXPECT_TRUE(mirror_->work().value().trouble);
  CloudMirror other(*database_, keys_, *cloud_, clock_);
  EXPECT_EQ(other.work().value().written, 1U);
}

TEST_F(CloudMirrorTest, ARecordThatFailsForAWhileIsTriedAgainAndHoldsUpNobodyElse) {
  put(RecordKind::match, "r1");
  const auto other = new_account();
  ASSERT_TRUE(database_->records().create(other, record(RecordKind::match, "r1"), {}));
  apple_.post("fail_record", {{"recordName", owner_ + ".match.r1"},
                              {"serverErrorCode", "TRY_AGAIN_LATER"},
                              {"reason", "busy"},
                              {"retryAfter", 3},
                              {"times", 1}});
  const auto round = mirror_->work().value();
  EXPECT_TRUE(round.trouble);
  EXPECT_EQ(round.written, 1U);
  ASSERT_THAT(copies(), SizeIs(1));
  EXPECT_THAT(copies().begin()->first, ::testing::StartsWith(other));
  EXPECT_FALSE(work().trouble);
  EXPECT_THAT(copies(), SizeIs(2));
}

TEST_F(CloudMirrorTest, ARecordThatCloudKitWillNeverTakeIsNamedAndLeftOut) {
  put(RecordKind::match, "r1");
  put(RecordKind::match, "r2");
  apple_.post("fail_record", {{"recordName", owner_ + ".match.r1"},
                              {"serverErrorCode", "BAD_REQUEST"},
                              {"reason", "too large"},
                              {"times", 100}});
  const auto round = mirror_->work().value();
  EXPECT_FALSE(round.trouble);
  ASSERT_THAT(round.refused, SizeIs(1));
  EXPECT_THAT(round.refused[0], ::testing::HasSubstr(owner_ + ".match.r1: too large"));
  EXPECT_THAT(copies(), SizeIs(1));
  EXPECT_THAT(mirror_->work().value().refused, IsEmpty()) << "it is not tried again";
}

TEST_F(CloudMirrorTest, OfAnAccountThatIsGoneNothingStays) {
  put(RecordKind::match, "r1");
  put(RecordKind::chat_message, "r1");
  const auto other = new_account();
  ASSERT_TRUE(database_->records().create(other, record(RecordKind::match, "r1"), {}));
  work();
  ASSERT_TRUE(database_->identities().erase(owner_));
  EXPECT_EQ(mirror_->work().value().removed, 2U);
  ASSERT_THAT(copies(), SizeIs(1));
  EXPECT_THAT(copies().begin()->first, ::testing::StartsWith(other));
}

TEST_F(CloudMirrorTest, WhatAQueryShowsLaterIsRemovedToo) {
  put(RecordKind::match, "r1");
  work();
  ASSERT_TRUE(database_->identities().erase(owner_));
  EXPECT_EQ(mirror_->work().value().removed, 1U);
  // One that the query did not show.
  const auto late = cloud_->modify(
      {{.type = clients::CloudOperation::Type::create,
        .record = {.type = "ChatMessage", .name = "late", .fields = {{"owner", owner_}}}}});
  ASSERT_TRUE(late);
  EXPECT_EQ(work().removed, 0U) << "it is not asked all the time";
  let_pass(10min);
  EXPECT_EQ(mirror_->work().value().removed, 1U);
  EXPECT_THAT(copies(), IsEmpty());
  let_pass(10min);
  work();
  const auto asked = boost::json::serialize(apple_.get("asked"));
  let_pass(24h);
  work();
  EXPECT_EQ(boost::json::serialize(apple_.get("asked")), asked) << "it is forgotten";
}

TEST_F(CloudMirrorTest, RemovingWaitsOutAnOutage) {
  put(RecordKind::match, "r1");
  work();
  ASSERT_TRUE(database_->identities().erase(owner_));
  apple_.post("throttle", {{"times", 1}, {"seconds", 1}});
  EXPECT_TRUE(mirror_->work().value().trouble);
  EXPECT_EQ(mirror_->work().value().removed, 1U);
}

TEST_F(CloudMirrorTest, WithoutAKeyThereIsNoMirror) {
  const storage::KeyRing none;
  EXPECT_THROW(CloudMirror(*database_, none, *cloud_, clock_), std::logic_error);
}

}  // namespace
}  // namespace astronova::mirror
