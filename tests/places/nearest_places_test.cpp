// Against a search through all places, and against distances that others publish.

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>

#include "places/gazetteer.h"
#include "places/gazetteer/built_in.h"
#include "tests/support/samples.h"

namespace astronova::places {
namespace {

using ::testing::SizeIs;

constexpr double radians_per_degree = std::numbers::pi / 180;

struct Point {
  double latitude = 0;
  double longitude = 0;
};

double haversine_km(const Point& a, const Point& b) {
  const double north = std::sin((b.latitude - a.latitude) / 2 * radians_per_degree);
  const double east = std::sin((b.longitude - a.longitude) / 2 * radians_per_degree);
  const double narrowing =
      std::cos(a.latitude * radians_per_degree) * std::cos(b.latitude * radians_per_degree);
  return 2 * 6371.0088 * std::asin(std::sqrt(north * north + narrowing * east * east));
}

/// Every place of the gazetteer, to look through one by one.
class AllPlaces {
 public:
  AllPlaces() {
    const auto& file = gazetteer::built_in_gazetteer().file();
    for (std::uint32_t place = 0; place < file.place_count(); ++place) {
      points_.push_back({file.latitude(place) / 1e5, file.longitude(place) / 1e5});
      const double phi = points_.back().latitude * radians_per_degree;
      const double lambda = points_.back().longitude * radians_per_degree;
      x_.push_back(std::cos(phi) * std::cos(lambda));
      y_.push_back(std::cos(phi) * std::sin(lambda));
      z_.push_back(std::sin(phi));
    }
  }

  const std::vector<Point>& points() const { return points_; }

  // The smallest distances. Cosines sort out the candidates: they cannot tell what is nearer than
  // some metres, and the haversine formula would take long for all.
  std::vector<double> smallest_distances(const Point& from, std::size_t count) const {
    const double phi = from.latitude * radians_per_degree;
    const double lambda = from.longitude * radians_per_degree;
    const double x = std::cos(phi) * std::cos(lambda);
    const double y = std::cos(phi) * std::sin(lambda);
    const double z = std::sin(phi);
    std::vector<double> cosines(points_.size());
    for (std::size_t i = 0; i < cosines.size(); ++i)
      cosines[i] = x * x_[i] + y * y_[i] + z * z_[i];
    auto sorted = cosines;
    const auto last = sorted.begin() + static_cast<std::ptrdiff_t>(count) - 1;
    std::nth_element(sorted.begin(), last, sorted.end(), std::greater<>());
    const double least = *last - 1e-11;
    std::vector<double> distances;
    for (std::size_t i = 0; i < cosines.size(); ++i) {
      if (cosines[i] >= least) distances.push_back(haversine_km(from, points_[i]));
    }
    std::sort(distances.begin(), distances.end());
    distances.resize(count);
    return distances;
  }

 private:
  std::vector<Point> points_;
  std::vector<double> x_;
  std::vector<double> y_;
  std::vector<double> z_;
};

const AllPlaces& all_places() {
  static const AllPlaces all;
  return all;
}

constexpr double millimetre = 1e-6;

void expect_nearest(const Point& from, std::size_t limit) {
  const auto near = nearest_places(from.latitude, from.longitude, limit);
  const auto distances = all_places().smallest_distances(from, limit);
  ASSERT_EQ(near.size(), limit);
  for (std::size_t i = 0; i < limit; ++i) {
    const auto& place = near[i].place;
    ASSERT_NEAR(near[i].distance_km, distances[i], millimetre)
        << from.latitude << ", " << from.longitude << ": " << i;
    ASSERT_NEAR(haversine_km(from, {place.latitude, place.longitude}), distances[i], millimetre);
  }
}

TEST(NearestPlaces, AreThoseThatASearchThroughAllPlacesFinds) {
  std::mt19937 random(20230305);
  std::uniform_real_distribution<double> sine(-1, 1);
  std::uniform_real_distribution<double> longitude(-180, 180);
  for (int i = 0; i < astronova::samples(1'400); ++i)
    expect_nearest({std::asin(sine(random)) / radians_per_degree, longitude(random)}, 10);
}

TEST(NearestPlaces, AreRightAtThePolesTheDateLineAndFarFromLand) {
  for (double longitude = -180; longitude <= 180; longitude += 30) {
    for (const double latitude : {90.0, 89.999, 0.0, -89.999, -90.0})
      expect_nearest({latitude, longitude}, 5);
  }
  for (double latitude = -90; latitude <= 90; latitude += 2.5) {
    expect_nearest({latitude, 180}, 5);
    expect_nearest({latitude, -180}, 5);
    expect_nearest({latitude, 179.9999}, 5);
  }
  // Point Nemo, the point farthest from any land.
  expect_nearest({-48.8767, -123.3933}, 20);
}

TEST(NearestPlaces, APlaceIsTheNearestToItself) {
  std::mt19937 random(7);
  const auto& points = all_places().points();
  std::uniform_int_distribution<std::size_t> number(0, points.size() - 1);
  for (int i = 0; i < astronova::samples(400); ++i) {
    const auto& point = points[number(random)];
    expect_nearest(point, 3);
    EXPECT_NEAR(nearest_places(point.latitude, point.longitude, 1).front().distance_km, 0,
                millimetre);
  }
}

TEST(NearestPlaces, BothSidesOfTheDateLineAreOnePlace) {
  const auto east = nearest_places(-16.8, 180, 10);
  const auto west = nearest_places(-16.8, -180, 10);
  ASSERT_EQ(east.size(), west.size());
  for (std::size_t i = 0; i < east.size(); ++i) {
    EXPECT_EQ(label(east[i].place), label(west[i].place));
    EXPECT_NEAR(east[i].distance_km, west[i].distance_km, millimetre);
  }
}

TEST(NearestPlaces, TheNearestToAPoleIsTheOneOfTheHighestLatitude) {
  const auto& points = all_places().points();
  const auto [south, north] =
      std::minmax_element(points.begin(), points.end(),
                          [](const Point& a, const Point& b) { return a.latitude < b.latitude; });
  const double degree_km = 6371.0088 * radians_per_degree;
  EXPECT_NEAR(nearest_places(90, 12, 1).front().distance_km, (90 - north->latitude) * degree_km,
              millimetre);
  EXPECT_NEAR(nearest_places(-90, -77, 1).front().distance_km, (90 + south->latitude) * degree_km,
              millimetre);
}

TEST(NearestPlaces, KnownSpotsAreInOrNearTheirTowns) {
  struct Spot {
    const char* what;
    Point point;
    std::string_view country;
  };
  for (const auto& [what, point, country] :
       {Spot{"the Colosseum", {41.8902, 12.4922}, "IT"}, Spot{"Uluru", {-25.3444, 131.0369}, "AU"},
        Spot{"Machu Picchu", {-13.1631, -72.5450}, "PE"},
        Spot{"the Statue of Liberty", {40.6892, -74.0445}, "US"},
        Spot{"Mount Fuji", {35.3606, 138.7274}, "JP"},
        Spot{"the Taj Mahal", {27.1751, 78.0421}, "IN"}}) {
    EXPECT_EQ(nearest_places(point.latitude, point.longitude, 1).front().place.country_code,
              country)
        << what;
  }
}

double distance_between(std::string_view a, std::string_view b) {
  const auto from = place_named(a);
  const auto to = place_named(b);
  if (!from || !to) return std::numeric_limits<double>::quiet_NaN();
  for (const auto& near :
       nearest_places(from->place.latitude, from->place.longitude, place_count())) {
    if (near.place.latitude == to->place.latitude && near.place.longitude == to->place.longitude)
      return near.distance_km;
  }
  return std::numeric_limits<double>::quiet_NaN();
}

TEST(NearestPlaces, DistancesOfCitiesAreThePublishedOnes) {
  // As the crow flies, as almanacs and route planners have them; on an ellipsoid, so that they
  // differ by up to half a percent, and from another point of each city.
  EXPECT_NEAR(distance_between("Paris", "London"), 344, 3);
  EXPECT_NEAR(distance_between("London", "New York"), 5570, 25);
  EXPECT_NEAR(distance_between("Sydney", "Melbourne"), 714, 5);
  EXPECT_NEAR(distance_between("Berlin", "Moscow"), 1608, 12);
  EXPECT_NEAR(distance_between("New York", "Los Angeles"), 3940, 20);
}

TEST(NearestPlaces, AnyLimitIsTaken) {
  EXPECT_THAT(nearest_places(0, 0, 0), SizeIs(0));
  const auto all = nearest_places(51.5, -0.1, std::numeric_limits<std::size_t>::max());
  EXPECT_THAT(all, SizeIs(place_count()));
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end(), [](const NearPlace& a, const NearPlace& b) {
    return a.distance_km < b.distance_km;
  }));
}

TEST(NearestPlaces, NamesAreInTheLanguageAskedFor) {
  EXPECT_EQ(label(nearest_places(48.13743, 11.57549, 1, "de").front().place),
            "München, Bavaria, Deutschland");
}

}  // namespace
}  // namespace astronova::places
