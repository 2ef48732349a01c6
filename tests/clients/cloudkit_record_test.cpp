#include <gtest/gtest.h>

#include "clients/cloudkit/record_json.h"

namespace astronova::clients::cloudkit {
namespace {

using namespace std::chrono_literals;
using boost::json::parse;

CloudResult<CloudRecord> read(const std::string& text) {
  return to_record(parse(text));
}

TEST(CloudKitRecord, EachTypeOfFieldIsWrittenAsAppleHasIt) {
  for (const auto& [value, text] : std::vector<std::pair<CloudValue, const char*>>{
           {"a", R"({"value":"a","type":"STRING"})"},
           {std::int64_t{-9'007'199'254'740'993}, R"({"value":-9007199254740993,"type":"INT64"})"},
           {1.5, R"({"value":1.5E0,"type":"DOUBLE"})"},
           {Instant{1'453'760'143'123'999us}, R"({"value":1453760143123,"type":"TIMESTAMP"})"},
           {Instant{-1us}, R"({"value":-1,"type":"TIMESTAMP"})"},
           {CloudBytes{std::string{"\0\xFF", 2}}, R"({"value":"AP8=","type":"BYTES"})"},
           {CloudReference{"r", CloudReference::WhenDeleted::delete_self},
            R"({"value":{"recordName":"r","action":"DELETE_SELF"},"type":"REFERENCE"})"},
           {std::vector<std::string>{"a", "b"}, R"({"value":["a","b"],"type":"STRING_LIST"})"}}) {
    EXPECT_EQ(boost::json::serialize(to_json(value)), text);
  }
}

TEST(CloudKitRecord, EachTypeOfFieldIsReadBack) {
  for (const CloudValue& value : std::vector<CloudValue>{
           "", "\xC3\xA9", std::int64_t{0}, std::numeric_limits<std::int64_t>::min(), 0.0, 1e300,
           Instant{1'453'760'143'123'000us}, CloudBytes{""}, CloudBytes{"x"}, CloudReference{"r"},
           CloudReference{"r", CloudReference::WhenDeleted::refuse}, std::vector<std::string>{},
           std::vector<std::string>{"a", ""}}) {
    CloudRecord record{.type = "T", .name = "n", .fields = {{"f", value}}};
    const auto back = to_record(to_json(record));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->fields, record.fields);
  }
}

// The example of a record in CloudKit Web Services Reference, "Record Dictionary" and "Modifying
// Records", with all that an answer has.
TEST(CloudKitRecord, AnAnswerOfAppleIsRead) {
  const auto record = read(R"({
    "recordName": "Mei Chen", "recordType": "Artist", "recordChangeTag": "e",
    "fields": {"firstName": {"value": "Mei", "type": "STRING"},
               "width": {"value": 18, "type": "NUMBER_INT64"},
               "place": {"value": {"latitude": 1, "longitude": 2}, "type": "LOCATION"}},
    "created": {"timestamp": 1453760143123, "userRecordName": "_abc", "deviceID": "2"},
    "modified": {"timestamp": 1453760143124, "userRecordName": "_abc", "deviceID": "2"},
    "deleted": false, "pluginFields": {}})");
  ASSERT_TRUE(record) << record.error().reason;
  EXPECT_EQ(record->name, "Mei Chen");
  EXPECT_EQ(record->type, "Artist");
  EXPECT_EQ(record->change_tag, "e");
  EXPECT_EQ(record->created_at, Instant{1'453'760'143'123'000us});
  EXPECT_EQ(record->modified_at, Instant{1'453'760'143'124'000us});
  EXPECT_EQ(record->fields.size(), 1U) << "fields of types that we do not have are left out";
}

TEST(CloudKitRecord, AFieldThatIsNotWhatItSaysMakesTheRecordUnreadable) {
  for (const char* field :
       {"1", "{}", R"({"value":"1","type":"INT64"})", R"({"value":1.5,"type":"INT64"})",
        R"({"value":1,"type":"STRING"})", R"({"type":"STRING"})", R"({"value":"?","type":"BYTES"})",
        R"({"value":1e30,"type":"TIMESTAMP"})",
        R"({"value":9223372036854775807,"type":"TIMESTAMP"})", R"({"value":{},"type":"REFERENCE"})",
        R"({"value":[1],"type":"STRING_LIST"})", R"({"value":"a","type":"STRING_LIST"})"}) {
    const auto record =
        read(R"({"recordName":"n","recordType":"T","fields":{"f":)" + std::string{field} + "}}");
    if (std::string_view{field} == "{}") {
      EXPECT_TRUE(record) << "without a type it is of none that we have";
      continue;
    }
    ASSERT_FALSE(record) << field;
    EXPECT_EQ(record.error().kind, CloudFailure::Kind::unavailable);
    EXPECT_EQ(record.error().record_name, "n");
  }
}

TEST(CloudKitRecord, WhatIsNoRecordIsUnreadable) {
  for (const char* text : {"1", "[]", "{}", R"({"recordName":1})"})
    EXPECT_FALSE(read(text)) << text;
}

TEST(CloudKitRecord, AFailureTellsWhatAppleToldOfIt) {
  const auto record = read(R"({"recordName":"n","serverErrorCode":"TRY_AGAIN_LATER","reason":"busy",
                              "retryAfter":30,"uuid":"u"})");
  ASSERT_FALSE(record);
  EXPECT_EQ(record.error().record_name, "n");
  EXPECT_EQ(record.error().code, "TRY_AGAIN_LATER");
  EXPECT_EQ(record.error().reason, "busy");
  EXPECT_EQ(record.error().retry_after, 30s);
}

TEST(CloudKitRecord, APauseThatCannotBeMeantIsNone) {
  for (const char* pause : {"-1", "1e300", "\"30\"", "null"}) {
    const auto record = read(R"({"recordName":"n","serverErrorCode":"THROTTLED","retryAfter":)" +
                             std::string{pause} + "}");
    EXPECT_EQ(record.error().retry_after, std::nullopt) << pause;
  }
}

TEST(CloudKitRecord, ARequestSaysOnlyWhatIsGiven) {
  EXPECT_EQ(boost::json::serialize(to_json(CloudRecord{.name = "n"})), R"({"recordName":"n"})");
}

}  // namespace
}  // namespace astronova::clients::cloudkit
