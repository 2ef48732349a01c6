#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/api/support.h"

namespace astronova::api {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class LocationRoutes : public ::testing::Test {
 protected:
  http::Response search(const std::string& query) const {
    http::Request request{http::Method::get, "/api/v1/locations/search"};
    request.query = {{"q", query}};
    return api.router().handle(request);
  }
  http::Response timezone(const std::string& birth) const {
    return api.post("/api/v1/locations/timezone", birth);
  }
  ApiUnderTest api;
};

std::string first_name(const http::Response& response) {
  return std::string(body_of(response).at("items").at(0).at("name").as_string());
}

TEST_F(LocationRoutes, SearchGivesThePlaceWithItsZone) {
  const auto response = search("paris");
  ASSERT_EQ(response.status, 200U) << response.body;
  const auto body = body_of(response);
  const auto& paris = body.at("items").at(0);
  EXPECT_EQ(paris.at("name").as_string(), "Paris");
  EXPECT_EQ(paris.at("admin").as_string(), "Île-de-France");
  EXPECT_EQ(paris.at("countryCode").as_string(), "FR");
  EXPECT_EQ(paris.at("timezone").as_string(), "Europe/Paris");
  EXPECT_EQ(body.at("items").as_array().size(), 10U);
}

TEST_F(LocationRoutes, SearchAnswersInTheLanguageAskedFor) {
  http::Request request{http::Method::get, "/api/v1/locations/search"};
  request.query = {{"q", "munich"}, {"lang", "de-AT"}, {"limit", "1"}};
  EXPECT_EQ(first_name(api.router().handle(request)), "München");
  request.query[1].second = "tlh";
  EXPECT_EQ(first_name(api.router().handle(request)), "Munich");
}

TEST_F(LocationRoutes, NothingFoundIsAnEmptyList) {
  const auto response = search("qqqqqqqqqqqqqqqq");
  EXPECT_EQ(response.status, 200U);
  EXPECT_THAT(body_of(response).at("items").as_array(), IsEmpty());
}

TEST_F(LocationRoutes, WhatCannotBeSearchedForIsRefusedAtTheParameter) {
  const std::string ten_kilobytes(10'240, 'a');
  for (const std::string& query :
       {std::string{}, std::string{" , "}, ten_kilobytes, std::string{"\xff\xfe"}}) {
    const auto response = search(query);
    EXPECT_EQ(response.status, 422U) << query.substr(0, 20);
    EXPECT_THAT(error_at(response, "/q"), HasSubstr("place")) << response.body;
    EXPECT_LT(response.body.size(), 1'000U);
  }
}

TEST_F(LocationRoutes, EveryWrongParameterIsNamed) {
  http::Request request{http::Method::get, "/api/v1/locations/reverse"};
  request.query = {{"latitude", "90.1"},
                   {"longitude", "east"},
                   {"limit", "21"},
                   {"lang", "x"},
                   {"longtitude", "1"}};
  const auto response = api.router().handle(request);
  EXPECT_EQ(response.status, 422U);
  EXPECT_THAT(error_at(response, "/latitude"), HasSubstr("between -90 and 90"));
  EXPECT_THAT(error_at(response, "/longitude"), HasSubstr("number"));
  EXPECT_THAT(error_at(response, "/limit"), HasSubstr("between 1 and 20"));
  EXPECT_THAT(error_at(response, "/lang"), HasSubstr("language tag"));
  EXPECT_THAT(error_at(response, "/longtitude"), HasSubstr("longitude"));
}

TEST_F(LocationRoutes, ReverseGivesTheNearestPlaceAndTheZoneOfThePointItself) {
  http::Request request{http::Method::get, "/api/v1/locations/reverse"};
  request.query = {{"latitude", "-54.8"}, {"longitude", "-68.3"}};
  const auto near = body_of(api.router().handle(request));
  EXPECT_EQ(near.at("timezone").as_string(), "America/Argentina/Ushuaia");
  EXPECT_EQ(near.at("items").at(0).at("name").as_string(), "Ushuaia");
  EXPECT_LT(near.at("items").at(0).at("distanceKm").to_number<double>(), 2);
  request.query = {{"latitude", "0"}, {"longitude", "-30"}};
  const auto at_sea = body_of(api.router().handle(request));
  EXPECT_EQ(at_sea.at("timezone").as_string(), "Etc/GMT+2");
}

TEST_F(LocationRoutes, WhereTwoClocksAreKeptThatIsSaid) {
  http::Request request{http::Method::get, "/api/v1/locations/reverse"};
  request.query = {{"latitude", "43.8"}, {"longitude", "87.6"}};
  const auto urumqi = body_of(api.router().handle(request));
  EXPECT_EQ(urumqi.at("timezone").as_string(), "Asia/Shanghai");
  EXPECT_EQ(urumqi.at("warnings").at(0).at("code").as_string(), "timezone.disputed");
  EXPECT_THAT(urumqi.at("warnings").at(0).at("detail").as_string().c_str(),
              HasSubstr("Asia/Urumqi"));
}

TEST_F(LocationRoutes, TheClockOfAPlaceIsReadFromCoordinatesAlone) {
  const auto response =
      timezone(R"({"latitude":40.7128,"longitude":-74.006,"date":"1990-05-15","time":"10:30"})");
  ASSERT_EQ(response.status, 200U) << response.body;
  const auto body = body_of(response);
  EXPECT_EQ(body.at("timezone").as_string(), "America/New_York");
  EXPECT_EQ(body.at("moment").at("utc").as_string(), "1990-05-15T14:30:00Z");
  EXPECT_EQ(body.at("moment").at("abbreviation").as_string(), "EDT");
  EXPECT_TRUE(body.at("provenance").as_object().contains("tzdata"));
}

TEST_F(LocationRoutes, TheClockOfANamedPlaceBeforeStandardTimeIsThatOfItsLongitude) {
  const auto response =
      timezone(R"({"place":"Albany, New York","date":"1850-06-01","time":"12:00"})");
  ASSERT_EQ(response.status, 200U) << response.body;
  const auto body = body_of(response);
  EXPECT_EQ(body.at("moment").at("rule").as_string(), "lmt");
  // GeoNames: 73.75623 degrees west, 240 s a degree.
  EXPECT_EQ(body.at("moment").at("utcOffset").as_string(), "-04:55:01");
  EXPECT_EQ(body.at("place").at("name").as_string(), "Albany, New York, United States");
}

TEST_F(LocationRoutes, AnAmbiguousTimeGivesBothCandidates) {
  const auto response = timezone(R"({"place":"Los Angeles","date":"2022-11-06","time":"01:30"})");
  EXPECT_EQ(response.status, 422U);
  const auto error = body_of(response).at("errors").at(0);
  EXPECT_EQ(error.at("pointer").as_string(), "/time");
  EXPECT_EQ(error.at("candidates").as_array().size(), 2U);
}

}  // namespace
}  // namespace astronova::api
