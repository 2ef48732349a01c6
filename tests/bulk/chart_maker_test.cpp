#include "bulk/chart_maker.h"

#include <gmock/gmock.h>

#include "api/chart_json.h"
#include "api/chart_request.h"
#include "api/object_reader.h"
#include "bulk/input.h"
#include "tests/bulk/support.h"

namespace astronova::bulk {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr char new_york[] = R"("date":"1990-05-15","time":"10:30","timezone":"America/New_York",)"
                            R"("latitude":40.7128,"longitude":-74.006)";

std::string object(const std::string& members) {
  return '{' + members + '}';
}

// What the API answers, but for the chart's own line.
std::string answer_to(const std::string& request) {
  api::JsonMemory memory;
  const auto read = api::read_chart_request(*api::parse_json(request, memory));
  std::string text;
  api::write_chart(text, *usecases::cast_natal_chart(swiss(), *read), *read, swiss());
  return text;
}

struct Made {
  std::string output, errors;
};

Made make(const ChartOrder& order, std::string_view text, std::uint64_t line = 7) {
  ChartMaker maker(swiss(), order, *request_of_all(order.common));
  Made made;
  const bool good = maker.make(line, text, made.output, made.errors);
  EXPECT_EQ(good, made.errors.empty());
  EXPECT_NE(good, made.output.empty());
  return made;
}

Made make(std::string_view text) {
  return make(ChartOrder{}, text);
}

ChartOrder order_of_csv(std::string_view header) {
  ChartOrder order;
  order.columns = *CsvBirths::with_header(header);
  return order;
}

TEST(ChartMaker, ALineIsWhatTheApiAnswersWithItsNumberInFront) {
  const auto request = R"({"birthData":)" + object(new_york) + "}";
  const auto expected = R"({"line":7,)" + answer_to(request).substr(1) + '\n';
  EXPECT_EQ(make(request).output, expected);
  EXPECT_EQ(make(object(new_york)).output, expected);
  const auto row = make(order_of_csv("timezone,longitude,latitude,time,date"),
                        "America/New_York,-74.006,40.7128,10:30,1990-05-15");
  EXPECT_EQ(row.output, expected);
}

TEST(ChartMaker, OptionsOfTheLineGoBeforeThoseOfAll) {
  ChartOrder order;
  order.common = {{"systems", {"western", "vedic"}},
                  {"options", {{"houseSystem", "koch"}, {"ayanamsa", "raman"}}}};
  const auto birth = R"({"birthData":)" + object(new_york);
  EXPECT_EQ(make(order, birth + '}').output.substr(10),
            answer_to(birth + R"(,"systems":["western","vedic"],)"
                              R"("options":{"houseSystem":"koch","ayanamsa":"raman"}})")
                    .substr(1) +
                '\n');
  EXPECT_EQ(make(order, birth + R"(,"options":{"houseSystem":"equal"}})").output.substr(10),
            answer_to(birth + R"(,"systems":["western","vedic"],)"
                              R"("options":{"houseSystem":"equal","ayanamsa":"raman"}})")
                    .substr(1) +
                '\n');
  EXPECT_EQ(make(order, birth + R"(,"systems":["western"],"options":null})").output.substr(10),
            answer_to(birth + R"(,"systems":["western"],)"
                              R"("options":{"houseSystem":"koch","ayanamsa":"raman"}})")
                    .substr(1) +
                '\n');
}

TEST(ChartMaker, OptionsOfALineAreForgottenAtTheNext) {
  const ChartOrder order;
  ChartMaker maker(swiss(), order, *request_of_all({}));
  Made first, other, again;
  maker.make(1, object(new_york), first.output, first.errors);
  maker.make(1, R"({"birthData":)" + object(new_york) + R"(,"options":{"houseSystem":"koch"}})",
             other.output, other.errors);
  maker.make(1, "no JSON", other.output, other.errors);
  maker.make(1, object(new_york), again.output, again.errors);
  EXPECT_THAT(other.output, HasSubstr("koch"));
  EXPECT_EQ(first.output, again.output);
}

TEST(ChartMaker, AnIdIsHandedThrough) {
  EXPECT_THAT(make(object(R"("id":"a\"b",)" + std::string(new_york))).output,
              StartsWith(R"({"line":7,"id":"a\"b","chartId":)"));
  EXPECT_THAT(make(R"({"id":12,"birthData":)" + object(new_york) + "}").output,
              StartsWith(R"({"line":7,"id":12,"chartId":)"));
  EXPECT_THAT(make(R"({"id":"x","birthData":{}})").errors, StartsWith(R"({"line":7,"id":"x",)"));
  EXPECT_THAT(make(R"({"id":[]})").errors, HasSubstr(R"("pointer":"/id")"));
  EXPECT_THAT(make(order_of_csv("id,date"), "0012,1990-13-01").errors,
              StartsWith(R"({"line":7,"id":"0012",)"));
}

TEST(ChartMaker, ABadLineIsToldWithThePointersOfWhatWasWritten) {
  EXPECT_THAT(make(R"({"date":"1990-02-30","latitude":91,"longitude":0})").errors,
              HasSubstr(R"({"pointer":"/latitude","detail":"must be between -90 and 90"})"));
  EXPECT_THAT(make(R"({"birthData":{"date":"1990-02-10","latitude":1}})").errors,
              HasSubstr(R"("pointer":"/birthData/longitude")"));
  EXPECT_THAT(make(R"({"birthData":null})").errors, HasSubstr(R"("pointer":"/birthData")"));
  EXPECT_THAT(make("[1]").errors, HasSubstr("must be an object, not a list"));
  EXPECT_THAT(make(R"({"date":"9999-01-01","utcOffset":"Z","latitude":1,"longitude":1})").errors,
              HasSubstr(R"("pointer":"/date")"));
  // The hour that was skipped, with both readings.
  EXPECT_THAT(make(R"({"date":"2021-03-14","time":"02:30","timezone":"America/New_York",)"
                   R"("latitude":40.7,"longitude":-74})")
                  .errors,
              HasSubstr(R"("candidates":[{"utc":)"));
}

TEST(ChartMaker, WhatIsNoJsonIsToldWithItsByte) {
  EXPECT_THAT(make(R"({"date":)").errors, HasSubstr("is not JSON"));
  EXPECT_THAT(make(R"({"date":x})").errors, HasSubstr("at byte 8"));
  EXPECT_THAT(make("{\"place\":\"K\xF6ln\"}").errors, HasSubstr("is not JSON"));
  EXPECT_THAT(make(std::string_view("{\0}", 3)).errors, HasSubstr("is not JSON"));
  EXPECT_THAT(make(std::string(1000, '[')).errors, HasSubstr("is not JSON"));
  EXPECT_THAT(make(std::string(line_bytes_max + 1, ' ')).errors,
              HasSubstr("is longer than 1000000 bytes"));
}

TEST(ChartMaker, ARowOfCsvHasTheNumbersOfTheApi) {
  auto order = order_of_csv("id,date,time,timezone,latitude,longitude");
  order.to = Format::csv;
  const auto request = *request_of_all({});
  const auto header = "line,id" + ChartRows(request).header().substr(7) + '\n';
  const auto row = make(order, "\"a,b\",1990-05-15,10:30,America/New_York,40.7128,-74.006").output;
  EXPECT_EQ(std::ranges::count(header, ','), std::ranges::count(row, ',') - 1);
  EXPECT_THAT(row, StartsWith("7,\"a,b\",1990-05-15T14:30:00Z,2448027.104166667,America/New_York,"
                              "-04:00,true,,40.7128000,-74.0060000,placidus,"));
  const auto answer = answer_to(R"({"birthData":)" + object(new_york) + "}");
  for (const char* name : {"ascendant", "midheaven", "vertex", "eastPoint", "longitude", "speed"}) {
    const auto key = '"' + std::string(name) + "\":";
    for (auto at = answer.find(key, answer.find("charts")); at != std::string::npos;
         at = answer.find(key, at + 1)) {
      const auto begin = at + key.size();
      const auto digits = answer.substr(begin, answer.find_first_of(",}", begin) - begin);
      EXPECT_THAT(row, HasSubstr(',' + digits + ','));
    }
  }
}

TEST(ChartMaker, WhatIsNotKnownIsAnEmptyColumn) {
  auto order = order_of_csv("date,utcOffset,latitude,longitude");
  order.to = Format::csv;
  const auto header = ChartRows(*request_of_all({})).header();
  const auto commas = std::ranges::count(header, ',');
  // No time, so no houses; before Chiron is known.
  for (const char* birth : {"1990-05-15,Z,10,20", "-1000-05-15,Z,10,20"}) {
    const auto row = make(order, birth).output;
    EXPECT_EQ(std::ranges::count(row, ','), commas) << row;
    EXPECT_THAT(row, HasSubstr(",,,,,,,,,,,,,,,,,,"));
  }
}

TEST(ChartMaker, CsvHasNoRoomForOptionsOfALine) {
  ChartOrder order;
  order.to = Format::csv;
  EXPECT_THAT(make(order, R"({"birthData":)" + object(new_york) + R"(,"options":{}})").errors,
              HasSubstr("--to jsonl"));
}

TEST(RequestOfAll, RefusesWhatTheApiRefuses) {
  const auto refused = request_of_all({{"options", {{"houseSystem", "placidos"}}}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fields.front().pointer, "/options/houseSystem");
}

}  // namespace
}  // namespace astronova::bulk
