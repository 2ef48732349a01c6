#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/base64.h"
#include "clients/cloudkit/web_services.h"
#include "tests/clients/support/stand_in.h"

namespace astronova::clients::cloudkit {
namespace {

using namespace std::chrono_literals;
using astronova::testing::SetClock;
using astronova::testing::StandIn;
using astronova::testing::text_at;
using Kind = CloudFailure::Kind;
using Type = CloudOperation::Type;
using Comparator = CloudFilter::Comparator;

const Instant made = Instant{std::chrono::sys_days{std::chrono::year{2026} / 2 / 3}} + 4h + 5ms;

CloudRecord chat(const std::string& name, const std::string& owner = "anna") {
  return {.type = "ChatMessage",
          .name = name,
          .fields = {{"owner", owner},
                     {"document", CloudBytes{std::string{"\0sealed\xFF", 8}}},
                     {"sealedBy", "key-1"},
                     {"createdAt", made},
                     {"updatedAt", made}}};
}

class CloudKitTest : public ::testing::Test {
 protected:
  void SetUp() override {
    apple_.post("settings", {{"now", "2026-03-01T12:00:00Z"}});
    const auto given = apple_.get("credentials");
    settings_ = {.container = text_at(given, "container"),
                 .key_id = text_at(given, "keyId"),
                 .private_key = text_at(given, "privateKey"),
                 .base_address = apple_.address(),
                 .deadline = 60s};
    cloud_ = make(settings_);
  }
  std::unique_ptr<CloudKit> make(const CloudKitSettings& settings) {
    return make(settings, astronova::testing::noon, apple_.client());
  }
  std::unique_ptr<CloudKit> make(const CloudKitSettings& settings, const Clock& clock) {
    return make(settings, clock, apple_.client());
  }
  std::unique_ptr<CloudKit> make(const CloudKitSettings& settings, const Clock& clock,
                                 HttpClient& client) {
    auto services = WebServices::make(client, clock, settings);
    if (!services) throw std::runtime_error(services.error().detail);
    return std::move(*services);
  }
  CloudResult<CloudRecord> modify(Type type, CloudRecord record) {
    auto results = cloud_->modify({{type, std::move(record)}});
    if (!results) return results.error();
    EXPECT_EQ(results->size(), 1U);
    return results->at(0);
  }
  std::vector<std::string> names_of(const std::vector<CloudResult<CloudRecord>>& records) {
    std::vector<std::string> names;
    for (const auto& record : records)
      names.push_back(record ? record->name : "failed " + record.error().record_name);
    return names;
  }
  template <class T>
  static Kind kind_of(const CloudResult<T>& result) {
    EXPECT_FALSE(result);
    return result ? Kind::unavailable : result.error().kind;
  }

  StandIn apple_{"cloudkit_server.mjs"};
  CloudKitSettings settings_;
  std::unique_ptr<CloudKit> cloud_;
};

TEST_F(CloudKitTest, ARecordIsReadBackAsItWasWritten) {
  const auto written = modify(Type::create, chat("1"));
  ASSERT_TRUE(written) << written.error().reason;
  EXPECT_FALSE(written->change_tag.empty());
  const auto read = cloud_->lookup({"1"});
  ASSERT_TRUE(read);
  const auto& record = read->at(0);
  ASSERT_TRUE(record) << record.error().reason;
  EXPECT_EQ(record->type, "ChatMessage");
  EXPECT_EQ(record->fields, chat("1").fields);
  EXPECT_EQ(record->change_tag, written->change_tag);
  EXPECT_EQ(record->created_at, astronova::testing::noon.now());
  EXPECT_EQ(record->modified_at, astronova::testing::noon.now());
  EXPECT_FALSE(record->deleted);
}

TEST_F(CloudKitTest, TheContainerSeesNothingButWhatWasGiven) {
  ASSERT_TRUE(modify(Type::create, chat("1")));
  const auto stored = apple_.get("records").at("records").as_array();
  ASSERT_EQ(stored.size(), 1U);
  const auto& fields = stored[0].at("fields").as_object();
  EXPECT_EQ(fields.at("document"),
            (boost::json::value{{"value", "AHNlYWxlZP8="}, {"type", "BYTES"}}));
  EXPECT_EQ(fields.at("createdAt"),
            (boost::json::value{{"value", 1'770'091'200'005}, {"type", "TIMESTAMP"}}));
  EXPECT_EQ(fields.at("owner"), (boost::json::value{{"value", "anna"}, {"type", "STRING"}}));
}

TEST_F(CloudKitTest, UpdatingChangesSomeFieldsAndReplacingAll) {
  const auto first = modify(Type::create, chat("1"));
  ASSERT_TRUE(first);
  const auto updated =
      modify(Type::update,
             {.name = "1", .change_tag = first->change_tag, .fields = {{"sealedBy", "key-2"}}});
  ASSERT_TRUE(updated) << updated.error().reason;
  EXPECT_EQ(updated->fields.size(), 5U);
  EXPECT_EQ(updated->fields.at("sealedBy"), CloudValue{"key-2"});
  const auto replaced =
      modify(Type::replace,
             {.name = "1", .change_tag = updated->change_tag, .fields = {{"owner", "anna"}}});
  ASSERT_TRUE(replaced);
  EXPECT_EQ(replaced->fields.size(), 1U);
}

TEST_F(CloudKitTest, AVersionThatIsNotTheLatestIsAConflict) {
  const auto first = modify(Type::create, chat("1"));
  ASSERT_TRUE(first);
  apple_.post("save", {{"recordName", "1"}, {"fields", {{"sealedBy", {{"value", "other"}}}}}});
  for (const Type type : {Type::update, Type::replace, Type::delete_}) {
    auto record = chat("1");
    record.change_tag = first->change_tag;
    const auto result = modify(type, record);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, Kind::conflict);
    EXPECT_EQ(result.error().code, "CONFLICT");
    EXPECT_EQ(result.error().record_name, "1");
  }
  const auto current = cloud_->lookup({"1"});
  auto record = chat("1");
  record.change_tag = current->at(0)->change_tag;
  EXPECT_TRUE(modify(Type::replace, record)) << "with the tag of the latest it is none";
}

TEST_F(CloudKitTest, ForcedOperationsAskForNoVersion) {
  EXPECT_TRUE(modify(Type::force_replace, chat("1")));
  EXPECT_TRUE(modify(Type::force_replace, chat("1", "berta")));
  EXPECT_TRUE(modify(Type::force_update, {.name = "1", .fields = {{"sealedBy", "key-3"}}}));
  const auto gone = modify(Type::force_delete, {.name = "1"});
  ASSERT_TRUE(gone) << gone.error().reason;
  EXPECT_TRUE(gone->deleted);
  EXPECT_TRUE(modify(Type::force_delete, {.name = "1"})) << "it had gone";
  EXPECT_EQ(kind_of(cloud_->lookup({"1"})->at(0)), Kind::not_found);
}

TEST_F(CloudKitTest, EachOperationSucceedsOrFailsByItself) {
  ASSERT_TRUE(modify(Type::create, chat("2")));
  const auto results = cloud_->modify({{Type::create, chat("1")},
                                       {Type::create, chat("2")},
                                       {Type::delete_, {.name = "3", .change_tag = "a"}},
                                       {Type::create, chat("4")}});
  ASSERT_TRUE(results);
  ASSERT_EQ(results->size(), 4U);
  EXPECT_TRUE(results->at(0));
  EXPECT_EQ(kind_of(results->at(1)), Kind::exists);
  EXPECT_EQ(kind_of(results->at(2)), Kind::not_found);
  EXPECT_TRUE(results->at(3));
  EXPECT_EQ(names_of(*results), (std::vector<std::string>{"1", "failed 2", "failed 3", "4"}));
}

TEST_F(CloudKitTest, ResultsComeInTheOrderOfTheOperations) {
  // As the server might: an answer in another order, and with one record missing.
  apple_.post(
      "fault",
      {{"status", 200},
       {"body",
        {{"records",
          {{{"recordName", "b"}, {"deleted", true}}, {{"recordName", "a"}, {"deleted", true}}}}}}});
  const auto results = cloud_->modify({{Type::force_delete, {.name = "a"}},
                                       {Type::force_delete, {.name = "b"}},
                                       {Type::force_delete, {.name = "c"}}});
  ASSERT_TRUE(results);
  EXPECT_EQ(names_of(*results), (std::vector<std::string>{"a", "b", "failed c"}));
  EXPECT_EQ(kind_of(results->at(2)), Kind::unavailable);
}

TEST_F(CloudKitTest, OneRecordMayBeThrottledAmongOthers) {
  apple_.post("fail_record",
              {{"recordName", "2"}, {"serverErrorCode", "TRY_AGAIN_LATER"}, {"retryAfter", 2.5}});
  const auto results = cloud_->modify({{Type::create, chat("1")}, {Type::create, chat("2")}});
  ASSERT_TRUE(results);
  EXPECT_TRUE(results->at(0));
  EXPECT_EQ(kind_of(results->at(1)), Kind::unavailable);
  EXPECT_EQ(results->at(1).error().retry_after, 3s) << "whole seconds, rounded up";
}

TEST_F(CloudKitTest, AThrottledRequestTellsWhenToComeAgainAndIsNotRepeated) {
  apple_.post("throttle", {{"times", 1}, {"seconds", 30}});
  const auto client = astronova::testing::start_client();  // one that would retry
  const auto cloud = make(settings_, astronova::testing::noon, *client);
  const auto result = cloud->modify({{Type::force_replace, chat("1")}});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, Kind::throttled);
  EXPECT_EQ(result.error().retry_after, 30s);
  EXPECT_EQ(apple_.asked(
                "POST /database/1/iCloud.com.example.astronova/production/public/records/modify"),
            1);
  EXPECT_TRUE(cloud->modify({{Type::force_replace, chat("1")}}));
}

TEST_F(CloudKitTest, WhatTheSchemaDoesNotKnowIsInvalid) {
  auto unknown_type = chat("1");
  unknown_type.type = "Chart";
  auto unknown_field = chat("1");
  unknown_field.fields["name"] = "Anna";
  auto wrong_type = chat("1");
  wrong_type.fields["owner"] = std::int64_t{1};
  for (const auto& record : {unknown_type, unknown_field, wrong_type})
    EXPECT_EQ(kind_of(modify(Type::create, record)), Kind::invalid);
}

TEST_F(CloudKitTest, AQueryFindsByItsFiltersInItsOrder) {
  for (int i = 0; i < 6; ++i) {
    auto record = chat(std::to_string(i), i % 2 == 0 ? "anna" : "berta");
    record.fields["updatedAt"] = made + std::chrono::hours{(i * 5) % 6};
    ASSERT_TRUE(modify(Type::create, record));
  }
  const auto found = [this](std::vector<CloudFilter> filters, bool ascending = true) {
    const auto page = cloud_->query({.record_type = "ChatMessage",
                                     .filters = std::move(filters),
                                     .sort_field = "updatedAt",
                                     .ascending = ascending});
    EXPECT_TRUE(page) << page.error().reason;
    return names_of(page->records);
  };
  using Names = std::vector<std::string>;
  EXPECT_EQ(found({}), (Names{"0", "5", "4", "3", "2", "1"}));
  EXPECT_EQ(found({}, false), (Names{"1", "2", "3", "4", "5", "0"}));
  EXPECT_EQ(found({{"owner", Comparator::equals, "anna"}}), (Names{"0", "4", "2"}));
  EXPECT_EQ(found({{"owner", Comparator::not_equals, "anna"}}), (Names{"5", "3", "1"}));
  EXPECT_EQ(found({{"owner", Comparator::begins_with, "ber"}}), (Names{"5", "3", "1"}));
  EXPECT_EQ(found({{"owner", Comparator::in, std::vector<std::string>{"anna", "x"}}}),
            (Names{"0", "4", "2"}));
  EXPECT_EQ(found({{"updatedAt", Comparator::greater_than, made + 2h}}), (Names{"3", "2", "1"}));
  EXPECT_EQ(found({{"updatedAt", Comparator::greater_than_or_equals, made + 2h},
                   {"updatedAt", Comparator::less_than, made + 4h}}),
            (Names{"4", "3"}));
  EXPECT_EQ(found({{"updatedAt", Comparator::less_than_or_equals, made}}), (Names{"0"}));
}

TEST_F(CloudKitTest, AQueryGoesOnWhereItsPageEnded) {
  for (int i = 0; i < 5; ++i)
    ASSERT_TRUE(modify(Type::create, chat(std::to_string(i))));
  std::vector<std::string> names;
  CloudQuery query{.record_type = "ChatMessage", .limit = 2};
  int pages = 0;
  do {
    const auto page = cloud_->query(query);
    ASSERT_TRUE(page);
    for (const auto& name : names_of(page->records))
      names.push_back(name);
    query.continuation_marker = page->continuation_marker;
    ++pages;
  } while (!query.continuation_marker.empty());
  EXPECT_EQ(names, (std::vector<std::string>{"0", "1", "2", "3", "4"}));
  EXPECT_EQ(pages, 3);
}

TEST_F(CloudKitTest, AQueryForWhatIsNotIndexedIsInvalid) {
  EXPECT_EQ(
      kind_of(cloud_->query({.record_type = "ChatMessage",
                             .filters = {{"document", Comparator::equals, CloudBytes{"x"}}}})),
      Kind::invalid);
  EXPECT_EQ(kind_of(cloud_->query({.record_type = "Chart"})), Kind::invalid);
}

TEST_F(CloudKitTest, WhatMakesNoSenseIsNotSent) {
  const std::vector<CloudOperation> too_many(201);
  EXPECT_EQ(kind_of(cloud_->modify(too_many)), Kind::invalid);
  EXPECT_EQ(kind_of(cloud_->modify({{Type::create, chat("1")}, {Type::force_delete, chat("1")}})),
            Kind::invalid);
  EXPECT_EQ(kind_of(cloud_->modify({{Type::create, chat("")}})), Kind::invalid);
  EXPECT_EQ(kind_of(cloud_->modify({{Type::update, chat("1")}})), Kind::invalid);
  EXPECT_EQ(kind_of(cloud_->lookup(std::vector<std::string>(201, "1"))), Kind::invalid);
  EXPECT_TRUE(cloud_->modify({})->empty());
  EXPECT_TRUE(cloud_->lookup({})->empty());
  EXPECT_TRUE(apple_.get("asked").empty());
}

TEST_F(CloudKitTest, TwoHundredOperationsGoInOneRequest) {
  std::vector<CloudOperation> operations;
  for (int i = 0; i < 200; ++i)
    operations.push_back({Type::create, chat(std::to_string(i))});
  const auto results = cloud_->modify(operations);
  ASSERT_TRUE(results);
  EXPECT_TRUE(std::ranges::all_of(*results, [](const auto& one) { return one.has_value(); }));
}

TEST_F(CloudKitTest, ASignatureThatIsWrongOrOldIsRefused) {
  auto other_key = settings_;
  other_key.private_key = text_at(StandIn{"cloudkit_server.mjs"}.get("credentials"), "privateKey");
  auto other_id = settings_;
  other_id.key_id = std::string(64, '0');
  for (const auto& wrong : {other_key, other_id}) {
    const auto result = make(wrong)->lookup({"1"});
    EXPECT_EQ(kind_of(result), Kind::unauthenticated);
    EXPECT_EQ(result.error().code, "AUTHENTICATION_FAILED");
  }
  const auto lookup_at = [this](std::chrono::seconds later) {
    const SetClock clock{astronova::testing::noon.now() + later};
    return make(settings_, clock)->lookup({"1"});
  };
  EXPECT_TRUE(lookup_at(600s));
  EXPECT_TRUE(lookup_at(-600s));
  EXPECT_EQ(kind_of(lookup_at(601s)), Kind::unauthenticated);
}

TEST_F(CloudKitTest, AFractionOfASecondIsNotSigned) {
  const SetClock clock{astronova::testing::noon.now() + 123'456us};
  EXPECT_TRUE(make(settings_, clock)->zones());
}

TEST_F(CloudKitTest, AServerReachesThePublicDatabaseAlone) {
  auto settings = settings_;
  settings.database = "private";
  EXPECT_EQ(kind_of(make(settings)->zones()), Kind::denied);
  EXPECT_EQ(kind_of(cloud_->changes(cloud_default_zone, "")), Kind::invalid);
  EXPECT_EQ(kind_of(cloud_->create_zone("zone")), Kind::invalid);
  EXPECT_EQ(kind_of(cloud_->delete_zone("zone")), Kind::invalid);
  const auto zones = cloud_->zones();
  ASSERT_TRUE(zones);
  ASSERT_EQ(zones->size(), 1U);
  EXPECT_EQ(zones->at(0).name, cloud_default_zone);
  EXPECT_FALSE(zones->at(0).atomic);
}

TEST_F(CloudKitTest, AnotherContainerOrZoneIsRefused) {
  auto settings = settings_;
  settings.container = "iCloud.com.example.other";
  EXPECT_EQ(kind_of(make(settings)->zones()), Kind::invalid);
  EXPECT_EQ(kind_of(cloud_->lookup({"1"}, "nowhere")), Kind::not_found);
}

TEST_F(CloudKitTest, WithoutCloudKitEverythingIsUnavailable) {
  for (const boost::json::object& fault : {boost::json::object{{"down", true}},
                                           {{"status", 500}},
                                           {{"status", 503}},
                                           {{"status", 302}},
                                           {{"status", 200}, {"body", "no JSON"}},
                                           {{"status", 200}, {"body", boost::json::object{}}},
                                           {{"status", 200}, {"body", {{"records", 1}}}}}) {
    apple_.post("fault", fault);
    EXPECT_EQ(kind_of(cloud_->modify({{Type::create, chat("1")}})), Kind::unavailable);
    EXPECT_EQ(kind_of(cloud_->lookup({"1"})), Kind::unavailable);
    EXPECT_EQ(kind_of(cloud_->query({.record_type = "ChatMessage"})), Kind::unavailable);
    EXPECT_EQ(kind_of(cloud_->changes("zone", "")), Kind::unavailable);
    EXPECT_EQ(kind_of(cloud_->zones()), Kind::unavailable);
    EXPECT_EQ(kind_of(cloud_->create_zone("zone")), Kind::unavailable);
  }
}

// The table of ErrorCodes in the CloudKit Web Services Reference, and statuses without a body.
TEST_F(CloudKitTest, EachErrorCodeHasItsKind) {
  for (const auto& [status, code, kind] : {std::tuple{403, "ACCESS_DENIED", Kind::denied},
                                           {400, "ATOMIC_ERROR", Kind::atomic},
                                           {401, "AUTHENTICATION_FAILED", Kind::unauthenticated},
                                           {421, "AUTHENTICATION_REQUIRED", Kind::unauthenticated},
                                           {400, "BAD_REQUEST", Kind::invalid},
                                           {409, "CONFLICT", Kind::conflict},
                                           {409, "EXISTS", Kind::exists},
                                           {500, "INTERNAL_ERROR", Kind::unavailable},
                                           {404, "NOT_FOUND", Kind::not_found},
                                           {413, "QUOTA_EXCEEDED", Kind::quota},
                                           {429, "THROTTLED", Kind::throttled},
                                           {503, "TRY_AGAIN_LATER", Kind::unavailable},
                                           {412, "VALIDATING_REFERENCE_ERROR", Kind::invalid},
                                           {404, "ZONE_NOT_FOUND", Kind::not_found},
                                           {400, "SOMETHING_NEW", Kind::unavailable}}) {
    apple_.post("fault", {{"status", status},
                          {"headers", {{"retry-after", "7"}}},
                          {"body", {{"serverErrorCode", code}, {"reason", "because"}}}});
    const auto result = cloud_->zones();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, kind) << code;
    EXPECT_EQ(result.error().code, code);
    EXPECT_EQ(result.error().reason, "because");
    EXPECT_EQ(result.error().retry_after, 7s);
  }
  for (const auto& [status, kind] : {std::pair{400, Kind::invalid},
                                     {401, Kind::unauthenticated},
                                     {403, Kind::denied},
                                     {404, Kind::not_found},
                                     {413, Kind::quota},
                                     {429, Kind::throttled},
                                     {503, Kind::unavailable}}) {
    apple_.post("fault", {{"status", status}});
    EXPECT_EQ(kind_of(cloud_->zones()), kind) << status;
  }
}

TEST_F(CloudKitTest, SettingsThatCannotBeRightAreRefusedAtOnce) {
  const auto code = [this](const std::function<void(CloudKitSettings&)>& spoil) {
    auto settings = settings_;
    spoil(settings);
    return WebServices::make(apple_.client(), astronova::testing::noon, settings).error().code;
  };
  EXPECT_EQ(code([](auto& s) { s.private_key = "no key"; }), ErrorCode::data_missing);
  EXPECT_EQ(code([](auto& s) { s.container = "com.example"; }), ErrorCode::invalid_value);
  EXPECT_EQ(code([](auto& s) { s.container = "iCloud.a/../b"; }), ErrorCode::invalid_value);
  EXPECT_EQ(code([](auto& s) { s.key_id = ""; }), ErrorCode::invalid_value);
  EXPECT_EQ(code([](auto& s) { s.key_id = "a\r\nb"; }), ErrorCode::invalid_value);
  EXPECT_EQ(code([](auto& s) { s.environment = "test"; }), ErrorCode::invalid_value);
  EXPECT_EQ(code([](auto& s) { s.database = "secret"; }), ErrorCode::invalid_value);
}

// What Apple has for the private and shared databases, which another way of signing reaches.
class CloudKitZonesTest : public CloudKitTest {
 protected:
  void SetUp() override {
    CloudKitTest::SetUp();
    apple_.post("settings", {{"anyDatabase", true}});
    settings_.database = "private";
    cloud_ = make(settings_);
    const auto zone = cloud_->create_zone("mine");
    ASSERT_TRUE(zone) << zone.error().reason;
    EXPECT_EQ(zone->name, "mine");
    EXPECT_TRUE(zone->atomic);
  }
};

TEST_F(CloudKitZonesTest, ZonesAreMadeListedAndDeleted) {
  EXPECT_EQ(cloud_->zones()->size(), 2U);
  ASSERT_TRUE(cloud_->delete_zone("mine"));
  EXPECT_EQ(cloud_->zones()->size(), 1U);
  EXPECT_EQ(kind_of(cloud_->delete_zone("mine")), Kind::not_found);
}

TEST_F(CloudKitZonesTest, ChangesAreFollowedByTheirToken) {
  for (int i = 0; i < 5; ++i)
    ASSERT_TRUE(cloud_->modify({{Type::create, chat(std::to_string(i))}}, "mine")->at(0));
  apple_.post("settings", {{"pageSize", 3}});
  const auto first = cloud_->changes("mine", "");
  ASSERT_TRUE(first) << first.error().reason;
  EXPECT_EQ(names_of(first->records), (std::vector<std::string>{"0", "1", "2"}));
  EXPECT_TRUE(first->more);
  const auto second = cloud_->changes("mine", first->sync_token);
  EXPECT_EQ(names_of(second->records), (std::vector<std::string>{"3", "4"}));
  EXPECT_FALSE(second->more);
  EXPECT_TRUE(cloud_->changes("mine", second->sync_token)->records.empty());

  ASSERT_TRUE(cloud_->modify({{Type::force_delete, {.name = "1"}}}, "mine")->at(0));
  const auto third = cloud_->changes("mine", second->sync_token);
  ASSERT_EQ(third->records.size(), 1U);
  EXPECT_EQ(third->records[0]->name, "1");
  EXPECT_TRUE(third->records[0]->deleted);
}

TEST_F(CloudKitZonesTest, ChangesOfAZoneThatIsNotThereAreNotFound) {
  EXPECT_EQ(kind_of(cloud_->changes("nowhere", "")), Kind::not_found);
  EXPECT_EQ(kind_of(cloud_->changes("mine", "bm90IGEgdG9rZW4=")), Kind::invalid);
}

TEST_F(CloudKitZonesTest, InACustomZoneAllOperationsSucceedOrNone) {
  ASSERT_TRUE(cloud_->modify({{Type::create, chat("1")}}, "mine")->at(0));
  EXPECT_EQ(kind_of(cloud_->modify({{Type::create, chat("2")}, {Type::create, chat("1")}}, "mine")),
            Kind::atomic);
  EXPECT_EQ(kind_of(cloud_->lookup({"2"}, "mine")->at(0)), Kind::not_found);
}

}  // namespace
}  // namespace astronova::clients::cloudkit
