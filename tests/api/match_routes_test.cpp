#include <array>
#include <cmath>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "tests/api/people_under_test.h"
#include "tests/api/support.h"

namespace astronova::api {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;

constexpr std::string_view lennon =
    R"({"date":"1940-10-09","time":"18:30","latitude":53.4084,"longitude":-2.9916})";
constexpr std::string_view mccartney =
    R"({"date":"1942-06-18","time":"15:30","latitude":53.4084,"longitude":-2.9916})";
constexpr std::string_view mccartney_without_time =
    R"({"name":"Paul","date":"1942-06-18","latitude":53.4084,"longitude":-2.9916})";

const ApiUnderTest& match_api() {
  static const ApiUnderTest api;
  return api;
}

json::value match_of(std::string_view user, std::string_view partner,
                     std::string_view options = "{}") {
  const auto response = match_api().post(
      "/api/v1/match/compatibility",
      fmt::format(R"({{"user":{},"partner":{},"options":{}}})", user, partner, options));
  EXPECT_EQ(response.status, 200U) << response.content();
  return body_of(response);
}

double number(const json::value& value) {
  return value.to_number<double>();
}

TEST(MatchRoutes, ScoresAreWhatTheDocumentationSays) {
  const auto match = match_of(lennon, mccartney);
  EXPECT_NEAR(number(match.at("overallScore")), 61.50, 0.005);
  EXPECT_NEAR(number(match.at("emotionalScore")), 62.55, 0.005);
  EXPECT_NEAR(number(match.at("spiritualScore")), 45.45, 0.005);
  EXPECT_EQ(match.at("western").at("relationshipScore").at("points"), 12);
  EXPECT_EQ(match.at("western").at("relationshipScore").at("category"), "important");
  EXPECT_EQ(match.at("warnings").as_array().size(), 0U);
}

// kerykeion 5.12.8, tests/core/test_relationship_score.py, TestExactRegressionScores. It names the
// places, of which the coordinates are ours.
TEST(MatchRoutes, RelationshipScoresOfFourCouplesAreThoseOfKerykeion) {
  struct Couple {
    std::string_view one, other;
    int points;
    std::string_view category;
  };
  constexpr std::array couples{
      Couple{R"({"date":"1940-10-09","time":"18:30","place":"Liverpool, England"})",
             R"({"date":"1933-02-18","time":"20:30","place":"Tokyo"})", 8, "medium"},
      Couple{R"({"date":"1856-05-06","time":"18:30","latitude":50.91,"longitude":13.34,)"
             R"("utcOffset":"+00:53:22"})",
             R"({"date":"1875-07-26","time":"18:30","latitude":47.6,"longitude":9.32,)"
             R"("utcOffset":"+00:29:46"})",
             28, "exceptional"},
      Couple{R"({"date":"1925-11-10","time":"15:00","latitude":51.639,"longitude":-3.741})",
             R"({"date":"1932-02-27","time":"02:30","place":"London, England"})", 23,
             "exceptional"},
      Couple{R"({"date":"1926-03-24","time":"12:25","latitude":45.873,"longitude":8.631})",
             R"({"date":"1929-07-18","time":"12:25","latitude":45.558,"longitude":8.948})", 9,
             "medium"},
  };
  for (const auto& [one, other, points, category] : couples) {
    const auto score = match_of(one, other).at("western").at("relationshipScore");
    EXPECT_EQ(score.at("points"), points) << one;
    EXPECT_EQ(score.at("category"), boost::json::string_view(category.data(), category.size()));
  }
}

TEST(MatchRoutes, WhatIsPrintedAddsUpToTheScores) {
  const auto match = match_of(lennon, mccartney);
  const auto& western = match.at("western");
  for (const auto& [part, score] : {std::pair{"emotional", "emotionalScore"},
                                    {"mental", "mentalScore"},
                                    {"physical", "physicalScore"},
                                    {"spiritual", "spiritualScore"}}) {
    double sum = number(western.at("base").at(part));
    for (const auto& aspect : western.at("aspects").as_array())
      sum += number(aspect.at("contributions").at(part));
    EXPECT_NEAR(sum, number(match.at(score)), 1e-9) << part;
  }
}

TEST(MatchRoutes, ThePartnerIsNamedInStatementsAndNowhereElse) {
  const auto match = match_of(lennon, mccartney_without_time);
  const auto& strengths = match.at("strengths").as_array();
  ASSERT_FALSE(strengths.empty());
  EXPECT_THAT(std::string(strengths[0].at("text").as_string()), HasSubstr("Paul's"));
  EXPECT_EQ(strengths[0].at("factors").as_array().size(), 1U);
}

TEST(MatchRoutes, AnUnknownTimeLeavesOutAnglesHousesAndTheMoonAndSaysSo) {
  const auto match = match_of(lennon, mccartney_without_time);
  const auto& warnings = match.at("warnings").as_array();
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(warnings[0].at("code"), "time.unknown");
  const auto& overlays = match.at("western").at("houseOverlays");
  EXPECT_TRUE(overlays.at("userInPartner").as_array().empty());
  EXPECT_FALSE(overlays.at("partnerInUser").as_array().empty());
  for (const auto& aspect : match.at("western").at("aspects").as_array()) {
    EXPECT_NE(aspect.at("body2"), "ascendant");
    EXPECT_NE(aspect.at("body2"), "midheaven");
    EXPECT_NE(aspect.at("body2"), "moon");
  }
}

TEST(MatchRoutes, TheIdIsThatOfTheInputs) {
  const auto one = match_of(lennon, mccartney).at("matchId");
  EXPECT_EQ(match_of(lennon, mccartney).at("matchId"), one);
  EXPECT_NE(match_of(mccartney, lennon).at("matchId"), one);
  EXPECT_NE(match_of(lennon, mccartney_without_time).at("matchId"), one);
}

TEST(MatchRoutes, ScoresAreTheSameWhoeverIsTheUser) {
  const auto one = match_of(lennon, mccartney);
  const auto other = match_of(mccartney, lennon);
  for (const auto* score :
       {"overallScore", "emotionalScore", "mentalScore", "physicalScore", "spiritualScore"})
    EXPECT_EQ(one.at(score), other.at(score));
}

TEST(MatchRoutes, AWheelOfTwoRingsIsDrawnOnRequest) {
  const auto match = match_of(lennon, mccartney, R"({"svg":true,"theme":"dark"})");
  EXPECT_THAT(std::string(match.at("western").at("svg").as_string()),
              HasSubstr("<title>Synastry chart</title>"));
}

TEST(MatchRoutes, SystemsThatAreNotThereAreRefused) {
  const auto response =
      match_api().post("/api/v1/match/compatibility",
                       fmt::format(R"({{"user":{},"partner":{},"systems":["western","vedic"]}})",
                                   lennon, mccartney));
  EXPECT_EQ(response.status, 422U);
  EXPECT_EQ(error_at(response, "/systems"), "vedic is not available yet; available is western");
}

TEST(MatchRoutes, EveryWrongFieldIsTold) {
  const auto response = match_api().post(
      "/api/v1/match/compatibility",
      R"({"user":{"date":"1940-13-09","latitude":1,"longitude":2},"partner":{"name":7,"latitude":1,"longitude":2},"options":{"houseSystem":"placidos"},"x":1})");
  EXPECT_EQ(response.status, 422U);
  EXPECT_NE(error_at(response, "/user/date"), "");
  EXPECT_NE(error_at(response, "/partner/date"), "");
  EXPECT_EQ(error_at(response, "/partner/name"), "must be a string of at most 200 bytes");
  EXPECT_NE(error_at(response, "/options/houseSystem"), "");
  EXPECT_NE(error_at(response, "/x"), "");
}

TEST(MatchSearch, RanksCandidatesAsTheirMatchesAreScored) {
  const auto response = match_api().post(
      "/api/v1/match/search",
      fmt::format(
          R"({{"user":{},"candidates":[)"
          R"({{"id":"yoko","date":"1933-02-18","time":"20:30","latitude":35.6762,"longitude":139.6503}},)"
          R"({{"date":"1942-06-18","time":"15:30","latitude":53.4084,"longitude":-2.9916}},)"
          R"({{"id":"early","date":"-9000-01-01","latitude":1,"longitude":2}}]}})",
          lennon));
  ASSERT_EQ(response.status, 200U) << response.content();
  const auto ranking = body_of(response);
  EXPECT_EQ(ranking.at("scored"), 2);
  const auto& matches = ranking.at("matches").as_array();
  ASSERT_EQ(matches.size(), 2U);
  EXPECT_GE(number(matches[0].at("overallScore")), number(matches[1].at("overallScore")));
  for (const auto& match : matches) {
    if (match.at("index") == 1) {
      EXPECT_EQ(match.at("overallScore"), match_of(lennon, mccartney).at("overallScore"));
      EXPECT_FALSE(match.as_object().contains("id"));
    } else {
      EXPECT_EQ(match.at("id"), "yoko");
    }
  }
  const auto& unmatched = ranking.at("unmatched").as_array();
  ASSERT_EQ(unmatched.size(), 1U);
  EXPECT_EQ(unmatched[0].at("id"), "early");
}

TEST(MatchSearch, AnswersAsManyAsAreAskedFor) {
  std::string candidates;
  for (int day = 1; day <= 28; ++day)
    candidates += fmt::format(
        R"({}{{"date":"1990-05-{:02}","time":"10:30","latitude":40.7,"longitude":-74}})",
        day > 1 ? "," : "", day);
  const auto response = match_api().post(
      "/api/v1/match/search",
      fmt::format(R"({{"user":{},"candidates":[{}],"limit":3}})", lennon, candidates));
  ASSERT_EQ(response.status, 200U) << response.content();
  const auto ranking = body_of(response);
  EXPECT_EQ(ranking.at("scored"), 28);
  EXPECT_EQ(ranking.at("matches").as_array().size(), 3U);
}

TEST(MatchSearch, TellsWhichCandidatesAreWrong) {
  const auto response =
      match_api().post("/api/v1/match/search",
                       fmt::format(R"({{"user":{},"candidates":[{},{{"date":"x"}}],"limit":0}})",
                                   lennon, mccartney));
  EXPECT_EQ(response.status, 422U);
  EXPECT_NE(error_at(response, "/candidates/1/date"), "");
  EXPECT_NE(error_at(response, "/candidates/1/latitude"), "");
  EXPECT_NE(error_at(response, "/limit"), "");
}

TEST(MatchSearch, NamesItsLimitOfCandidates) {
  const auto response = match_api().post("/api/v1/match/search",
                                         fmt::format(R"({{"user":{},"candidates":[]}})", lennon));
  EXPECT_EQ(response.status, 422U);
  EXPECT_EQ(error_at(response, "/candidates"), "must be a list of 1 to 10000 births");
}

json::value composite_of(std::string_view more) {
  const auto response =
      match_api().post("/api/v1/chart/composite",
                       fmt::format(R"({{"first":{},"second":{}{}}})", lennon, mccartney, more));
  EXPECT_EQ(response.status, 200U) << response.content();
  return body_of(response);
}

TEST(CompositeRoute, TheExampleOfTheDocumentationIsAsItSays) {
  const auto midpoints = composite_of("");
  EXPECT_EQ(midpoints.at("method"), "midpoint");
  EXPECT_NEAR(number(midpoints.at("positions").at("sun").at("longitude")), 141.4683, 0.00005);
  EXPECT_NEAR(number(midpoints.at("houses").at("midheaven")), 190.7428, 0.00005);
  EXPECT_NEAR(number(midpoints.at("houses").at("ascendant")), 285.2411, 0.00005);
  const auto davison = composite_of(R"(,"method":"davison")");
  EXPECT_EQ(davison.at("at"), "1941-08-14T03:30:00Z");
  EXPECT_NEAR(number(davison.at("place").at("latitude")), 53.4084, 1e-9);
}

TEST(CompositeRoute, ADavisonChartIsTheChartOfItsMoment) {
  const auto davison = composite_of(R"(,"method":"davison")");
  const auto response = match_api().post(
      "/api/v1/chart/generate",
      R"({"birthData":{"date":"1941-08-14","time":"03:30","utcOffset":"Z","latitude":53.4084,"longitude":-2.9916}})");
  const auto natal = body_of(response).at("charts").at("western");
  for (const auto& position : natal.at("positions").as_object()) {
    EXPECT_NEAR(number(davison.at("positions").at(position.key()).at("longitude")),
                number(position.value().at("longitude")), 2e-6)
        << position.key();
  }
  EXPECT_NEAR(number(davison.at("houses").at("ascendant")),
              number(natal.at("houses").at("ascendant")), 1e-4);
}

TEST(CompositeRoute, AReferencePlaceGivesTheHouses) {
  const auto composite =
      composite_of(R"(,"method":"reference","place":{"latitude":40.7128,"longitude":-74.006})");
  EXPECT_NEAR(number(composite.at("houses").at("midheaven")), 190.7428, 0.00005);
  EXPECT_NEAR(number(composite.at("place").at("latitude")), 40.7128, 1e-9);
  EXPECT_TRUE(composite.at("aspects").as_array().at(0).at("applying").is_null());
}

TEST(CompositeRoute, RefusesWhatMakesNoSense) {
  const auto refused = [](std::string_view more) {
    return match_api().post(
        "/api/v1/chart/composite",
        fmt::format(R"({{"first":{},"second":{}{}}})", lennon, mccartney, more));
  };
  EXPECT_THAT(error_at(refused(R"(,"method":"reference")"), "/place"), HasSubstr("is required"));
  EXPECT_THAT(error_at(refused(R"(,"place":"London")"), "/place"), HasSubstr("method reference"));
  EXPECT_THAT(error_at(refused(R"(,"options":{"zodiac":"sidereal"})"), "/options/zodiac"),
              HasSubstr("must be tropical"));
  EXPECT_THAT(
      error_at(
          refused(
              R"(,"method":"reference","place":"London","options":{"houseSystem":"gauquelin"})"),
          "/options/houseSystem"),
      HasSubstr("cannot be derived"));
  EXPECT_NE(error_at(refused(R"(,"method":"mean")"), "/method"), "");
}

TEST(CompositeRoute, AnUnknownTimeLeavesOutHouses) {
  for (const auto* method : {"midpoint", "davison"}) {
    const auto response = match_api().post(
        "/api/v1/chart/composite", fmt::format(R"({{"first":{},"second":{},"method":"{}"}})",
                                               lennon, mccartney_without_time, method));
    ASSERT_EQ(response.status, 200U) << response.content();
    const auto composite = body_of(response);
    EXPECT_FALSE(composite.as_object().contains("houses"));
    EXPECT_EQ(composite.at("warnings").as_array().at(0).at("code"), "time.unknown");
  }
}

}  // namespace
}  // namespace astronova::api
