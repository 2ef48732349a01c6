#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/techniques.h"
#include "tests/api/support.h"

namespace astronova::api {
namespace {

using ::testing::HasSubstr;

constexpr char birth_without_time[] = R"("date":"1990-05-15","timezone":"America/New_York")";

class NatalRoutes : public ::testing::Test {
 protected:
  http::Response ask(const std::string& technique, const std::string& rest = "",
                     const std::string& birth = new_york) const {
    return api.post("/api/v1/chart/" + technique, chart_request(birth, rest));
  }

  boost::json::value answer(const std::string& technique, const std::string& rest = "",
                            const std::string& birth = new_york) const {
    const auto response = ask(technique, rest, birth);
    EXPECT_EQ(response.status, 200U) << response.body;
    return body_of(response);
  }

  ApiUnderTest api;
};

bool has_warning(const boost::json::value& answer, std::string_view code) {
  for (const auto& warning : answer.at("warnings").as_array()) {
    const auto& text = warning.at("code").as_string();
    if (std::string_view{text.data(), text.size()} == code) return true;
  }
  return false;
}

// What every technique needs to be asked with beside the birth.
std::string needed_by(std::string_view path) {
  if (path.ends_with("/harmonic")) return R"("number":7)";
  if (path.ends_with("/relocation")) return R"("latitude":51.5,"longitude":0)";
  return "";
}

TEST_F(NatalRoutes, AllAnswerTheSameBytesForTheSameRequest) {
  for (const auto& technique : natal_techniques()) {
    const auto request = chart_request(new_york, needed_by(technique.path));
    const auto first = api.post(technique.path, request);
    ASSERT_EQ(first.status, 200U) << technique.path << first.body;
    EXPECT_EQ(first.body, api.post(technique.path, request).body) << technique.path;
    const auto body = body_of(first);
    EXPECT_EQ(body.at("moment").at("utc").as_string(), "1990-05-15T14:30:00Z");
    EXPECT_TRUE(body.at("warnings").as_array().empty()) << technique.path;
    EXPECT_TRUE(body.at("provenance").as_object().contains("ephemeris"));
  }
}

TEST_F(NatalRoutes, AllSayWhatIsLeftOutWhenTheTimeIsUnknown) {
  for (const auto& technique : natal_techniques()) {
    const auto response =
        api.post(technique.path, chart_request(birth_without_time, needed_by(technique.path)));
    ASSERT_EQ(response.status, 200U) << technique.path << response.body;
    EXPECT_TRUE(has_warning(body_of(response), "time.unknown")) << technique.path;
  }
  EXPECT_TRUE(answer("lots", "", birth_without_time).at("lots").as_array().empty());
  EXPECT_TRUE(answer("astrocartography", "", birth_without_time).at("features").as_array().empty());
  const auto dignities = answer("dignities", "", birth_without_time);
  EXPECT_FALSE(dignities.as_object().contains("sect"));
  EXPECT_FALSE(dignities.as_object().contains("almuten"));
  EXPECT_FALSE(dignities.at("planets").at(0).at("rulers").as_object().contains("triplicity"));
}

TEST_F(NatalRoutes, AllReportEveryWrongFieldAtOnce) {
  for (const auto& technique : natal_techniques()) {
    const auto response = api.post(
        technique.path,
        R"({"birthData":{"date":"1990-13-15","latitude":91,"longitude":0},"options":[],"x":1})");
    ASSERT_EQ(response.status, 422U) << technique.path;
    EXPECT_NE(error_at(response, "/birthData/date"), "") << technique.path;
    EXPECT_NE(error_at(response, "/birthData/latitude"), "") << technique.path;
    EXPECT_NE(error_at(response, "/options"), "") << technique.path;
    EXPECT_NE(error_at(response, "/x"), "") << technique.path;
  }
}

TEST_F(NatalRoutes, WhatIsOutOfRangeIsRefusedWithItsLimit) {
  EXPECT_THAT(error_at(ask("harmonic", R"("number":361)"), "/number"), HasSubstr("360"));
  EXPECT_NE(error_at(ask("harmonic"), "/number"), "");
  EXPECT_THAT(error_at(ask("midpoints", R"("dial":60)"), "/dial"), HasSubstr("45"));
  EXPECT_THAT(error_at(ask("midpoints", R"("orb":9)"), "/orb"), HasSubstr("5"));
  EXPECT_THAT(error_at(ask("astrocartography", R"("stepDegrees":0.1)"), "/stepDegrees"),
              HasSubstr("0.25"));
  EXPECT_THAT(error_at(ask("lots", R"("lots":["fortune","spirits"])"), "/lots/1"),
              HasSubstr("spirit"));
  EXPECT_NE(error_at(ask("relocation"), "/latitude"), "");
  EXPECT_THAT(error_at(ask("orbits", R"("asteroids":[0])"), "/asteroids/0"), HasSubstr("999999"));
  EXPECT_NE(error_at(ask("declinations", R"("options":{"zodiac":"sidereal"})"), "/options/zodiac"),
            "");
}

TEST_F(NatalRoutes, LotsAndDignitiesNeedTwelveHouses) {
  for (const auto* technique : {"lots", "dignities"}) {
    const auto response = ask(technique, R"("options":{"houseSystem":"gauquelin"})");
    EXPECT_EQ(response.status, 422U);
    EXPECT_THAT(error_at(response, "/options/houseSystem"), HasSubstr("36"));
  }
}

TEST_F(NatalRoutes, AStarThatIsNotInTheCatalogueIsAnErrorWithTheNearest) {
  const auto response = ask("stars", R"("stars":["Sirius","Algoll"])");
  EXPECT_EQ(response.status, 422U);
  EXPECT_THAT(error_at(response, "/stars/1"), HasSubstr("Algol"));
  EXPECT_EQ(error_at(response, "/stars/0"), "");
}

TEST_F(NatalRoutes, AnAsteroidWithoutADataFileIsAnErrorThatNamesIt) {
  const auto response = ask("orbits", R"("asteroids":[5145,433])");
  EXPECT_EQ(response.status, 422U);
  EXPECT_THAT(error_at(response, "/asteroids/1"), HasSubstr("se00433s.se1"));
}

TEST_F(NatalRoutes, LotsAreThoseThatWereNamedInTheOrderOfTheTable) {
  const auto lots = answer("lots", R"("lots":["nemesis","fortune"])").at("lots").as_array();
  ASSERT_EQ(lots.size(), 2U);
  EXPECT_EQ(lots[0].at("name").as_string(), "fortune");
  EXPECT_EQ(lots[0].at("formula").as_string(), "ascendant + moon - sun");
}

TEST_F(NatalRoutes, ARelocatedChartHasTheSameSkyAndOtherHouses) {
  const auto moved = answer("relocation", R"("latitude":51.5074,"longitude":-0.1278)");
  const auto born = body_of(api.post("/api/v1/chart/generate", chart_request(new_york)));
  const auto& here = born.at("charts").at("western");
  const auto& there = moved.at("chart");
  EXPECT_EQ(here.at("positions").at("moon").at("longitude"),
            there.at("positions").at("moon").at("longitude"));
  EXPECT_NE(here.at("houses").at("ascendant"), there.at("houses").at("ascendant"));
  // A chart of that instant that was cast for London.
  const auto london = body_of(api.post(
      "/api/v1/chart/generate",
      R"({"birthData":{"date":"1990-05-15","time":"14:30","utcOffset":"Z","latitude":51.5074,"longitude":-0.1278}})"));
  EXPECT_EQ(london.at("charts").at("western").at("houses"), there.at("houses"));
}

TEST_F(NatalRoutes, LinesAreGeoJson) {
  const auto lines = answer("astrocartography", R"("options":{"bodies":["sun","moon"]})");
  EXPECT_EQ(lines.at("type").as_string(), "FeatureCollection");
  const auto& features = lines.at("features").as_array();
  ASSERT_EQ(features.size(), 8U);
  for (const auto& feature : features) {
    EXPECT_EQ(feature.at("type").as_string(), "Feature");
    EXPECT_EQ(feature.at("geometry").at("type").as_string(), "MultiLineString");
    for (const auto& part : feature.at("geometry").at("coordinates").as_array()) {
      for (const auto& point : part.as_array()) {
        EXPECT_LE(std::abs(point.at(0).to_number<double>()), 180);
        EXPECT_LE(std::abs(point.at(1).to_number<double>()), 90);
      }
    }
  }
}

}  // namespace
}  // namespace astronova::api
