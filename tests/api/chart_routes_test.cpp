#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/api/support.h"

namespace astronova::api {
namespace {

using ::testing::HasSubstr;

constexpr char route[] = "/api/v1/chart/generate";

class ChartRoute : public ::testing::Test {
 protected:
  http::Response cast(const std::string& birth, const std::string& rest = "") const {
    return api.post(route, chart_request(birth, rest));
  }
  ApiUnderTest api;
};

TEST_F(ChartRoute, AnswersTheChartOfABirth) {
  const auto response = cast(new_york);
  ASSERT_EQ(response.status, 200U) << response.body;
  const auto chart = body_of(response);
  EXPECT_EQ(chart.at("moment").at("utc").as_string(), "1990-05-15T14:30:00Z");
  const auto& western = chart.at("charts").at("western");
  // swetest -b15.5.1990 -ut14:30 -p0 -fl
  EXPECT_NEAR(western.at("positions").at("sun").at("longitude").as_double(), 54.4965450, 1e-6);
  EXPECT_EQ(western.at("positions").as_object().size(), 12U);
  EXPECT_EQ(western.at("houses").at("cusps").as_array().size(), 12U);
  EXPECT_EQ(western.at("chartRuler").at("sign").as_string(), "Leo");
}

TEST_F(ChartRoute, TheSameRequestGivesTheSameBytesAndAnotherAnotherId) {
  EXPECT_EQ(cast(new_york).body, cast(new_york).body);
  const auto other = cast(R"("date":"1990-05-15","time":"10:31","timezone":"America/New_York")");
  EXPECT_NE(body_of(cast(new_york)).at("chartId"), body_of(other).at("chartId"));
}

TEST_F(ChartRoute, AnUnknownTimeHasNoHousesAndGivesTheMoonsRange) {
  const auto response = cast(R"("date":"1990-05-15","time":null,"timezone":"America/New_York")",
                             R"("systems":["western","vedic"])");
  ASSERT_EQ(response.status, 200U);
  const auto chart = body_of(response);
  EXPECT_FALSE(chart.at("moment").at("timeKnown").as_bool());
  const auto& western = chart.at("charts").at("western").as_object();
  EXPECT_FALSE(western.contains("houses"));
  const double from = western.at("moonRange").at("from").as_double();
  const double to = western.at("moonRange").at("to").as_double();
  const double moon = western.at("positions").at("moon").at("longitude").as_double();
  EXPECT_LT(from, moon);
  EXPECT_LT(moon, to);
  EXPECT_FALSE(chart.at("charts").at("vedic").as_object().contains("lagna"));
}

TEST_F(ChartRoute, EveryWrongFieldIsReportedAtOnce) {
  const auto response =
      api.post(route, R"({"birthData":{"date":"1990-13-15","latitude":"north","longitude":190},
                 "options":{"houseSystem":"placidus2","bodies":["sun","sun","vulcan"]},"x":1})");
  ASSERT_EQ(response.status, 422U);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_NE(error_at(response, "/birthData/date"), "");
  EXPECT_THAT(error_at(response, "/birthData/latitude"), HasSubstr("must be a number"));
  EXPECT_THAT(error_at(response, "/birthData/longitude"), HasSubstr("between -180 and 180"));
  EXPECT_THAT(error_at(response, "/options/houseSystem"), HasSubstr("Did you mean 'placidus'?"));
  EXPECT_THAT(error_at(response, "/options/bodies/1"), HasSubstr("twice"));
  EXPECT_NE(error_at(response, "/options/bodies/2"), "");
  EXPECT_NE(error_at(response, "/x"), "");
}

TEST_F(ChartRoute, AnUnknownFieldIsRefusedWithTheNearestKnown) {
  const auto response = cast(std::string{new_york} + R"(,"timeZone":"x")");
  ASSERT_EQ(response.status, 422U);
  EXPECT_THAT(error_at(response, "/birthData/timeZone"), HasSubstr("Did you mean 'timezone'?"));
}

TEST_F(ChartRoute, SystemsThatAreNotThereAreRefused) {
  const auto response = cast(new_york, R"("systems":["western","chinese"])");
  ASSERT_EQ(response.status, 422U);
  EXPECT_THAT(error_at(response, "/systems"), HasSubstr("not available yet"));
}

TEST_F(ChartRoute, ATimeThatTheClockSkippedIsRefusedWithBothReadings) {
  const auto response = cast(R"("date":"2021-03-14","time":"02:30","timezone":"America/New_York")");
  ASSERT_EQ(response.status, 422U);
  const auto body = body_of(response);
  const auto& candidates = body.at("errors").at(0).at("candidates").as_array();
  ASSERT_EQ(candidates.size(), 2U);
  EXPECT_EQ(candidates[0].at("utc").as_string(), "2021-03-14T07:30:00Z");
  EXPECT_EQ(candidates[1].at("utc").as_string(), "2021-03-14T06:30:00Z");
}

TEST_F(ChartRoute, APolarLatitudeFallsBackToPorphyryAloud) {
  const auto response =
      api.post(route, R"({"birthData":{"date":"1990-05-15","time":"10:30","utcOffset":"Z",
                          "latitude":78.2,"longitude":15.6}})");
  ASSERT_EQ(response.status, 200U);
  const auto chart = body_of(response);
  const auto& houses = chart.at("charts").at("western").at("houses");
  EXPECT_EQ(houses.at("system").as_string(), "porphyry");
  EXPECT_EQ(houses.at("requested").as_string(), "placidus");
  EXPECT_EQ(chart.at("warnings").at(0).at("code").as_string(), "houses.fallback");
}

TEST_F(ChartRoute, ADateOutsideTheEphemerisIsRefusedWithTheCoveredRange) {
  const auto response = cast(R"("date":"-5500-01-01","time":"12:00","utcOffset":"Z")");
  ASSERT_EQ(response.status, 422U);
  EXPECT_THAT(error_at(response, "/birthData/date"), HasSubstr("is covered from"));
}

TEST_F(ChartRoute, ChironIsLeftOutAloudWhereNobodyAskedForIt) {
  const auto birth = R"("date":"0500-01-01","time":"12:00","utcOffset":"Z")";
  const auto by_default = cast(birth);
  ASSERT_EQ(by_default.status, 200U) << by_default.body;
  EXPECT_EQ(body_of(by_default).at("warnings").at(0).at("code").as_string(),
            "bodies.outsideEphemeris");
  EXPECT_EQ(cast(birth, R"("options":{"bodies":["chiron"]})").status, 422U);
}

TEST_F(ChartRoute, AnOrbIsForAnAspectThatIsAskedFor) {
  const auto response = cast(new_york, R"("options":{"orbs":{"quincunx":3}})");
  ASSERT_EQ(response.status, 422U);
  EXPECT_THAT(error_at(response, "/options/orbs/quincunx"), HasSubstr("add it to aspects"));
  const auto asked = cast(new_york, R"("options":{"aspects":["quincunx"],"orbs":{"quincunx":3}})");
  EXPECT_EQ(asked.status, 200U);
}

TEST_F(ChartRoute, TheWheelIsDrawnOnRequest) {
  const auto chart = body_of(cast(new_york, R"("options":{"svg":true,"theme":"dark"})"));
  const auto& svg = chart.at("charts").at("western").at("svg").as_string();
  EXPECT_TRUE(svg.starts_with("<svg"));
  EXPECT_FALSE(body_of(cast(new_york)).at("charts").at("western").as_object().contains("svg"));
}

TEST_F(ChartRoute, BodiesThatAreNoJsonAreMalformed) {
  for (const auto* body : {"", "{", "[1,2", "{}x", "nul", "\"\xff\"", "{\"a\":1e}"}) {
    const auto response = api.post(route, body);
    EXPECT_EQ(response.status, 400U) << body;
    EXPECT_EQ(response.content_type, "application/problem+json");
  }
  std::string deep(5'000, '[');
  EXPECT_EQ(api.post(route, deep).status, 400U);
}

TEST_F(ChartRoute, ValuesOfTheWrongKindAreImpossible) {
  for (const auto* body : {"[]", "null", "1", "{\"birthData\":[]}", "{\"birthData\":null}",
                           "{\"birthData\":{\"latitude\":1e999}}"}) {
    EXPECT_EQ(api.post(route, body).status, 422U) << body;
  }
}

TEST_F(ChartRoute, ABodyOfAnotherTypeIsRefused) {
  EXPECT_EQ(api.post(route, "{}", "text/plain").status, 415U);
  EXPECT_EQ(api.post(route, "{}", "application/json; charset=utf-8").status, 422U);
}

TEST(AspectsRoute, ComparesGivenPositions) {
  const ApiUnderTest api;
  const auto response = api.post("/api/v1/chart/aspects",
                                 R"({"first":{"positions":{"sun":{"longitude":54.5,"speed":0.96}}},
          "second":{"positions":{"moon":{"longitude":298.5,"speed":12.4},"venus":{"longitude":172}}}})");
  ASSERT_EQ(response.status, 200U) << response.body;
  const auto body = body_of(response);
  const auto& aspects = body.at("aspects").as_array();
  ASSERT_EQ(aspects.size(), 2U);
  EXPECT_EQ(aspects[0].at("body2").as_string(), "moon");
  EXPECT_FALSE(aspects[0].at("applying").as_bool());
  EXPECT_TRUE(aspects[1].at("applying").is_null());
}

TEST(AspectsRoute, ComparesTwoBirthsAnglesIncluded) {
  const ApiUnderTest api;
  const std::string birth =
      std::string{R"({"birthData":{"latitude":40.7,"longitude":-74,)"} + new_york + "}}";
  const auto response =
      api.post("/api/v1/chart/aspects", R"({"first":)" + birth + R"(,"second":)" + birth + "}");
  ASSERT_EQ(response.status, 200U) << response.body;
  const auto body = body_of(response);
  int with_itself = 0;
  for (const auto& aspect : body.at("aspects").as_array()) {
    if (aspect.at("body1") == aspect.at("body2")) {
      EXPECT_EQ(aspect.at("aspect").as_string(), "conjunction");
      ++with_itself;
    }
  }
  EXPECT_EQ(with_itself, 14);
  EXPECT_EQ(body.at("moments").at("first").at("utc").as_string(), "1990-05-15T14:30:00Z");
  EXPECT_EQ(body.at("moments").at("second"), body.at("moments").at("first"));
}

TEST(AspectsRoute, ASideIsABirthOrPositionsNotBoth) {
  const ApiUnderTest api;
  for (const auto* side : {"{}", R"({"birthData":{},"positions":{}})", "null", "3"}) {
    const auto response = api.post(
        "/api/v1/chart/aspects", std::string{R"({"first":)"} + side + R"(,"second":)" + side + "}");
    EXPECT_EQ(response.status, 422U) << side;
    EXPECT_NE(error_at(response, "/first"), "") << side;
  }
}

}  // namespace
}  // namespace astronova::api
