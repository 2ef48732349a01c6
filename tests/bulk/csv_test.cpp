#include "bulk/csv.h"

#include <gmock/gmock.h>

namespace astronova::bulk {
namespace {

using testing::HasSubstr;

std::string json_of(std::string_view header, std::string_view row) {
  const auto births = CsvBirths::with_header(header);
  if (!births) return births.error().detail;
  std::string json;
  const auto done = births->append_json(row, json);
  return done ? json : done.error().detail;
}

std::string refusal_of(std::string_view header) {
  const auto births = CsvBirths::with_header(header);
  return births ? "" : births.error().detail;
}

TEST(CsvBirths, ColumnsMayStandInAnyOrder) {
  EXPECT_EQ(json_of("date,latitude,longitude", "1990-05-15,40.7,-74"),
            R"({"date":"1990-05-15","latitude":40.7,"longitude":-74})");
  EXPECT_EQ(json_of("longitude,id,date", "-74,abc,1990-05-15"),
            R"({"longitude":-74,"id":"abc","date":"1990-05-15"})");
}

TEST(CsvBirths, AnEmptyFieldIsAMemberLeftOut) {
  EXPECT_EQ(json_of("date,time,place", "1990-05-15,,"), R"({"date":"1990-05-15"})");
  EXPECT_EQ(json_of("date,time,place", ",,"), "{}");
  EXPECT_EQ(json_of("time,date", R"("",1990-05-15)"), R"({"date":"1990-05-15"})");
}

TEST(CsvBirths, QuotesHoldCommasAndDoubledQuotes) {
  EXPECT_EQ(json_of("place,date", R"("New York, NY",1990-05-15)"),
            R"({"place":"New York, NY","date":"1990-05-15"})");
  EXPECT_EQ(json_of("date,place", R"(1990-05-15,"the ""Big"" Apple")"),
            R"({"date":"1990-05-15","place":"the \"Big\" Apple"})");
  EXPECT_EQ(json_of("date,place", R"(1990-05-15,"""")"), R"({"date":"1990-05-15","place":"\""})");
  EXPECT_EQ(json_of(R"("date","latitude")", R"("1990-05-15","-1.5e1")"),
            R"({"date":"1990-05-15","latitude":-1.5e1})");
}

TEST(CsvBirths, TextIsEscapedForJson) {
  EXPECT_EQ(json_of("date,place", "1990-05-15,a\\b\tc"),
            R"({"date":"1990-05-15","place":"a\\b\tc"})");
  EXPECT_EQ(json_of("date,place", std::string_view("1990-05-15,a\0b", 14)),
            R"({"date":"1990-05-15","place":"a\u0000b"})");
  EXPECT_EQ(json_of("date,place", "1990-05-15,Köln"), R"({"date":"1990-05-15","place":"Köln"})");
}

TEST(CsvBirths, WhatIsNoNumberOfJsonBecomesAText) {
  for (const char* text :
       {"north", "+5", ".5", "5.", "05", "0x1F", "1e", "-", "nan", "inf", "1 "}) {
    EXPECT_EQ(json_of("date,latitude", std::string("2000-01-01,") + text),
              std::string(R"({"date":"2000-01-01","latitude":")") + text + "\"}");
  }
  for (const char* text : {"0", "-0", "0.5", "10", "-74.006", "4e1", "4E+1", "4.5e-3"}) {
    EXPECT_EQ(json_of("date,latitude", std::string("2000-01-01,") + text),
              std::string(R"({"date":"2000-01-01","latitude":)") + text + "}");
  }
}

TEST(CsvBirths, ARowMustHaveAsManyFieldsAsTheHeader) {
  EXPECT_THAT(json_of("date,time", "1990-05-15"), HasSubstr("fewer fields than the header's 2"));
  EXPECT_THAT(json_of("date,time", "1990-05-15,10:30,x"), HasSubstr("more fields"));
  EXPECT_THAT(json_of("date,time", "1990-05-15,10:30,"), HasSubstr("more fields"));
}

TEST(CsvBirths, ARowThatIsNoCsvIsRefused) {
  EXPECT_THAT(json_of("date,place", R"(1990-05-15,"New York)"), HasSubstr("not closed"));
  EXPECT_THAT(json_of("date,place", R"(1990-05-15,"New" York)"), HasSubstr("follows the quote"));
  EXPECT_THAT(json_of("date,place", R"(1990-05-15,New "York")"), HasSubstr("inside a field"));
  EXPECT_EQ(json_of("date,place", "1990-05-15,K\xF6ln"), "is not UTF-8");
}

TEST(CsvBirths, ARefusedRowLeavesNothingBehind) {
  const auto births = CsvBirths::with_header("date,time");
  std::string json = "before";
  EXPECT_FALSE(births->append_json("1990-05-15", json));
  EXPECT_EQ(json, "before");
}

TEST(CsvBirths, AHeaderMustNameKnownColumnsOnceAndTheDate) {
  EXPECT_THAT(refusal_of("date,lattitude"), HasSubstr("Did you mean 'latitude'?"));
  EXPECT_THAT(refusal_of("date,zodiacsign"), HasSubstr("Known are id, date"));
  EXPECT_THAT(refusal_of("date,time,date"), HasSubstr("there twice"));
  EXPECT_THAT(refusal_of("latitude,longitude"), HasSubstr("date must be one of them"));
  EXPECT_NE(refusal_of(""), "");
  EXPECT_NE(refusal_of("date,\"time"), "");
}

TEST(CsvField, IsQuotedWhereItNeedsToBe) {
  std::string row;
  append_csv_field(row, "plain");
  append_csv_field(row, "a,b");
  append_csv_field(row, "say \"x\"\n");
  EXPECT_EQ(row, "plain\"a,b\"\"say \"\"x\"\"\n\"");
}

}  // namespace
}  // namespace astronova::bulk
