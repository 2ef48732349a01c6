#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/negotiation.h"
#include "tests/api/support.h"

namespace astronova::api {
namespace {

using ::testing::HasSubstr;

constexpr char positions[] = "/api/v1/ephemeris/positions";
constexpr char calculate[] = "/api/v1/ephemeris/calculate";

TEST(PositionsRoute, ReadsTheSkyOfNowByDefault) {
  const ApiUnderTest api;
  const auto body = body_of(api.get(positions));
  EXPECT_EQ(body.at("at").as_string(), "2026-11-23T00:00:00Z");
  EXPECT_EQ(body.at("positions").as_object().size(), 12U);
}

TEST(PositionsRoute, ADateMeansItsMidnight) {
  const ApiUnderTest api;
  const auto at = api.get(std::string{positions} + "?at=2000-01-01T00:00:00Z").body;
  EXPECT_EQ(api.get(std::string{positions} + "?date=2000-01-01").body, at);
  EXPECT_EQ(api.get(std::string{positions} + "?date=2000-01-01&at=2000-01-01T00:00:00Z").status,
            422U);
}

TEST(PositionsRoute, SiderealPositionsNameTheirAyanamsa) {
  const ApiUnderTest api;
  const auto body = body_of(api.get(std::string{positions} + "?zodiac=sidereal&bodies=moon"));
  EXPECT_EQ(body.at("ayanamsa").at("name").as_string(), "lahiri");
}

TEST(PositionsRoute, HeliocentricPositionsHaveNoSunAndNoMoonPhase) {
  const ApiUnderTest api;
  const auto body = body_of(api.get(std::string{positions} + "?center=heliocentric"));
  EXPECT_FALSE(body.at("positions").as_object().contains("sun"));
  EXPECT_TRUE(body.at("positions").as_object().contains("earth"));
  EXPECT_FALSE(body.as_object().contains("moonPhase"));
  EXPECT_EQ(api.get(std::string{positions} + "?center=heliocentric&bodies=sun").status, 422U);
}

TEST(PositionsRoute, WrongParametersAreNamed) {
  const ApiUnderTest api;
  const auto response = api.get(std::string{positions} +
                                "?at=yesterday&bodies=sun,mon&latitude=91&zodiac=x&foo=1&foo=2");
  ASSERT_EQ(response.status, 422U);
  EXPECT_THAT(error_at(response, "/at"), HasSubstr("RFC 3339"));
  EXPECT_THAT(error_at(response, "/bodies/1"), HasSubstr("Did you mean 'moon'?"));
  EXPECT_NE(error_at(response, "/latitude"), "");
  EXPECT_NE(error_at(response, "/longitude"), "");
  EXPECT_NE(error_at(response, "/zodiac"), "");
  EXPECT_NE(error_at(response, "/foo"), "");
  EXPECT_EQ(api.get(std::string{positions} + "?center=topocentric").status, 422U);
}

TEST(CalculateRoute, GivesARowForEveryStepBothEndsIncluded) {
  const ApiUnderTest api;
  const auto response = api.post(
      calculate,
      R"({"from":"2026-01-01T00:00:00Z","to":"2026-01-02T00:00:00Z","stepMinutes":360,"bodies":["moon"]})");
  ASSERT_EQ(response.status, 200U) << response.body;
  const auto body = body_of(response);
  ASSERT_EQ(body.at("rows").as_array().size(), 5U);
  EXPECT_EQ(body.at("rows").at(4).at("at").as_string(), "2026-01-02T00:00:00Z");
}

TEST(CalculateRoute, RefusesMoreRowsThanItComputes) {
  const ApiUnderTest api;
  const auto table = [&](const char* to) {
    return api.post(calculate, std::string{R"({"from":"2026-01-01T00:00:00Z","to":")"} + to +
                                   R"(","stepMinutes":1,"bodies":["sun"]})");
  };
  EXPECT_EQ(table("2026-01-07T22:39:00Z").status, 200U);  // 10,000 rows
  const auto refused = table("2026-01-07T22:40:00Z");
  ASSERT_EQ(refused.status, 422U);
  EXPECT_THAT(error_at(refused, "/to"), HasSubstr("10000"));
}

TEST(CalculateRoute, WritesCsvToWhomAcceptsIt) {
  const ApiUnderTest api;
  const std::string body =
      R"({"from":"2026-01-01T00:00:00Z","to":"2026-01-01T00:00:00Z","stepMinutes":1,"bodies":["sun"]})";
  http::Request request{http::Method::post, calculate, body};
  request.headers.emplace_back("Content-Type", "application/json");
  request.headers.emplace_back("Accept", "text/csv");
  const auto response = api.router().handle(request);
  EXPECT_EQ(response.content_type, "text/csv; charset=utf-8");
  EXPECT_THAT(response.body,
              HasSubstr("at,julianDayUt,sun.longitude,sun.latitude,sun.distance,sun.speed,"
                        "sun.rightAscension,sun.declination\r\n2026-01-01T00:00:00Z,"));
}

TEST(Negotiation, TakesTheTypeOfTheHighestQuality) {
  constexpr std::array<std::string_view, 2> offered{"application/json", "text/csv"};
  EXPECT_EQ(preferred_type(std::nullopt, offered), 0U);
  EXPECT_EQ(preferred_type("*/*", offered), 0U);
  EXPECT_EQ(preferred_type("text/csv", offered), 1U);
  EXPECT_EQ(preferred_type("text/*;q=0.5, application/json;q=0.4", offered), 1U);
  EXPECT_EQ(preferred_type("text/csv;q=0, */*", offered), 0U);
  EXPECT_EQ(preferred_type("image/png", offered), std::nullopt);
  EXPECT_EQ(preferred_type("application/json;q=0", offered), std::nullopt);
}

TEST(ServiceRoutes, SayWhatExistsAndThatItIsWell) {
  const ApiUnderTest api;
  const auto health = body_of(api.get("/api/v1/misc/health"));
  EXPECT_EQ(health.at("status").as_string(), "healthy");
  EXPECT_EQ(health.at("checks").at("swisseph").as_string(), "healthy");
  EXPECT_EQ(health.at("checks").at("redis").as_string(), "disabled");
  EXPECT_EQ(api.get("/livez").status, 200U);
  EXPECT_EQ(api.get("/readyz").status, 200U);
}

}  // namespace
}  // namespace astronova::api
