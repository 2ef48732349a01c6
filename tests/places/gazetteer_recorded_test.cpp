// GeoNames' own figures, recorded by data/gazetteer/record.mjs. data/gazetteer/compare.mjs compares
// every place, not only a sample.

#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>

#include "places/gazetteer.h"
#include "places/gazetteer/unit_vector.h"
#include "tests/support/json_file.h"

namespace astronova::places {
namespace {

constexpr double near_km = 1;

struct Recorded {
  std::string query;
  double latitude = 0;
  double longitude = 0;
  std::int64_t population = 0;
};

const boost::json::value& record() {
  static const auto value =
      astronova::testing::json_file("tests/places/data/gazetteer_sample.json");
  return value;
}

std::vector<Recorded> recorded(std::string_view list) {
  std::vector<Recorded> all;
  for (const auto& row : record().at(list).as_array()) {
    const auto& columns = row.as_array();
    all.push_back({std::string(columns.at(0).as_string()), columns.at(1).to_number<double>(),
                   columns.at(2).to_number<double>(), columns.at(3).as_int64()});
  }
  return all;
}

double distance_km(const Place& place, const Recorded& other) {
  using gazetteer::unit_vector;
  return 6371 * std::sqrt(gazetteer::chord_squared(unit_vector(place.latitude, place.longitude),
                                                   unit_vector(other.latitude, other.longitude)));
}

std::vector<Place> answers(std::string_view query) {
  const auto places = search_places(query, 10);
  return places ? *places : std::vector<Place>{};
}

const Place* find_near(const std::vector<Place>& places, const Recorded& wanted) {
  for (const auto& place : places) {
    if (distance_km(place, wanted) < near_km) return &place;
  }
  return nullptr;
}

// Of all places, 34 in 179172 are not found: Mexico's state of Mexico is called like the country,
// in which there are more than ten places of their name.
constexpr double least_share_found = 0.995;

void expect_found(std::string_view list) {
  const auto all = recorded(list);
  std::size_t found = 0;
  for (const auto& place : all) {
    if (find_near(answers(place.query), place) != nullptr) ++found;
  }
  EXPECT_GE(static_cast<double>(found), least_share_found * static_cast<double>(all.size()));
}

TEST(GazetteerRecorded, PlacesAreFoundByNameDivisionAndCountry) {
  ASSERT_GE(recorded("places").size(), 2'000U);
  expect_found("places");
}

TEST(GazetteerRecorded, PlacesOfAnOlderCopyAreFoundToo) {
  ASSERT_GE(recorded("older").size(), 800U);
  expect_found("older");
}

TEST(GazetteerRecorded, CoordinatesAndPopulationAreTheSources) {
  for (const auto& wanted : recorded("places")) {
    bool equal = false;
    for (const auto& near : nearest_places(wanted.latitude, wanted.longitude, 5)) {
      equal = equal ||
              (near.place.latitude == wanted.latitude && near.place.longitude == wanted.longitude &&
               near.place.population == wanted.population);
    }
    EXPECT_TRUE(equal) << wanted.query;
  }
}

TEST(GazetteerRecorded, TheNearestPlaceToAPlacesCoordinatesIsThere) {
  for (const auto& wanted : recorded("places")) {
    const auto near = nearest_places(wanted.latitude, wanted.longitude, 1);
    EXPECT_LT(near.front().distance_km, 1e-6) << wanted.query;
  }
}

TEST(GazetteerRecorded, LargePlacesAreFoundByTheirOtherNames) {
  std::size_t names = 0;
  std::size_t found = 0;
  for (const auto& row : record().at("other_names").as_array()) {
    const auto& columns = row.as_array();
    const std::string country(columns.at(0).as_string());
    const Recorded wanted{"", columns.at(1).to_number<double>(), columns.at(2).to_number<double>(),
                          0};
    for (std::size_t i = 3; i < columns.size(); ++i) {
      const auto query = std::string(columns.at(i).as_string()) + ", " + country;
      ++names;
      const bool is_found = find_near(answers(query), wanted) != nullptr;
      if (is_found) ++found;
      EXPECT_TRUE(is_found) << query;
    }
  }
  EXPECT_GE(names, 600U);
  EXPECT_EQ(found, names);
}

}  // namespace
}  // namespace astronova::places
