// What geo-tz answers, recorded by data/zones/record.mjs.

#include <algorithm>
#include <boost/json/value_to.hpp>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "places/zone_boundaries.h"
#include "tests/support/json_file.h"

namespace astronova::places {
namespace {

using Zones = std::vector<std::string>;

struct Point {
  double latitude;
  double longitude;
};

Zones sorted_zones_at(const Point& point) {
  const auto zones = zones_at(point.latitude, point.longitude);
  Zones names(zones.begin(), zones.end());
  std::sort(names.begin(), names.end());
  return names;
}

/// Numbers as Google's encoded polylines have them.
class Numbers {
 public:
  explicit Numbers(std::string_view text) : text_(text) {}

  bool at_end() const { return text_.empty(); }

  std::int64_t next() {
    std::uint64_t bits = 0;
    for (int shift = 0;; shift += 5) {
      const auto five = static_cast<std::uint64_t>(text_.at(0) - 63);
      text_.remove_prefix(1);
      bits |= (five & 31) << shift;
      if (five < 32) break;
    }
    const auto half = static_cast<std::int64_t>(bits >> 1);
    return (bits & 1) == 0 ? half : -half - 1;
  }

 private:
  std::string_view text_;
};

/// The points of data/zones/random_points.mjs.
class RandomPoints {
 public:
  Point next() {
    for (;;) {
      const double latitude = odd_degrees(900'000'000);
      const double longitude = odd_degrees(1'800'000'000);
      if (below(1'000'000'000) / 1e9 < cosine(latitude)) return {latitude, longitude};
    }
  }

 private:
  double odd_degrees(std::int64_t end) {
    const auto half = static_cast<std::int64_t>(below(static_cast<double>(end)));
    return static_cast<double>(2 * half + 1 - end) / 1e7;
  }

  double below(double end) {
    state_ += 0x9e3779b9;
    std::uint32_t bits = state_;
    bits = (bits ^ bits >> 16) * 0x21f0aaad;
    bits = (bits ^ bits >> 15) * 0x735a2d97;
    return std::floor((bits ^ bits >> 15) * (end / 4294967296.0));
  }

  // The series of grid.mjs, for the same points to be kept.
  static double cosine(double degrees) {
    const double radians = degrees / 57.29577951308232;
    double term = 1;
    double sum = 1;
    for (int n = 2; n <= 24; n += 2) {
      term = -term * radians * radians / (n * (n - 1));
      sum += term;
    }
    return sum;
  }

  std::uint32_t state_ = 1;
};

Zones zones_at_sea(const Point& point) {
  const auto hours = std::lround(point.longitude / 15);
  if (hours == 0) return {"Etc/GMT"};
  return {(hours < 0 ? "Etc/GMT+" : "Etc/GMT-") + std::to_string(std::abs(hours))};
}

TEST(ZoneBoundaries, RandomPointsOnLandAndAtSeaHaveTheSourcesZones) {
  const auto record = astronova::testing::json_file("tests/places/data/zones_land_points.json");
  const auto lists = boost::json::value_to<std::vector<Zones>>(record.at("lists"));
  Numbers numbers(record.at("points").as_string());
  RandomPoints random;
  int land = 0;
  int land_equal = 0;
  int sea = 0;
  int sea_equal = 0;
  while (!numbers.at_end()) {
    for (std::int64_t before = numbers.next(); before > 0; --before) {
      ++sea;
      const Point point = random.next();
      if (sorted_zones_at(point) == zones_at_sea(point)) ++sea_equal;
    }
    ++land;
    const auto& expected = lists.at(static_cast<std::size_t>(numbers.next()));
    if (sorted_zones_at(random.next()) == expected) ++land_equal;
  }
  EXPECT_EQ(land, 100000);
  EXPECT_GE(land_equal, 99995);
  EXPECT_GT(sea, 190000);
  EXPECT_GE(sea_equal, sea - 5);
}

TEST(ZoneBoundaries, PopulatedPlacesHaveTheSourcesZonesWithoutException) {
  const auto record =
      astronova::testing::json_file("tests/places/data/zones_populated_places.json");
  int places = 0;
  for (const auto& group : record.at("places").as_array()) {
    const auto expected = boost::json::value_to<Zones>(group.at("zones"));
    Numbers numbers(group.at("positions").as_string());
    std::int64_t latitude = 0;
    std::int64_t longitude = 0;
    while (!numbers.at_end()) {
      latitude += numbers.next();
      longitude += numbers.next();
      const Point point{static_cast<double>(latitude) / 1e5, static_cast<double>(longitude) / 1e5};
      EXPECT_EQ(sorted_zones_at(point), expected) << point.latitude << ", " << point.longitude;
      ++places;
    }
  }
  EXPECT_GT(places, 70000);
}

}  // namespace
}  // namespace astronova::places
