// What it costs to find the zones of a point: on land, at towns, at sea, in the cell with most
// borders.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <random>
#include <vector>

#include <benchmark/benchmark.h>

#include "places/zone_boundaries.h"

namespace {

using astronova::places::zones_at;

struct Point {
  double latitude;
  double longitude;
};

class Generator {
 public:
  double between(double low, double high) {
    return low + (high - low) * std::uniform_real_distribution<double>{}(random_);
  }

  Point anywhere() { return {std::asin(between(-1, 1)) * 57.29577951308232, between(-180, 180)}; }

 private:
  std::mt19937_64 random_{1};
};

bool at_sea(const Point& point) {
  return zones_at(point.latitude, point.longitude).front().starts_with("Etc/GMT");
}

constexpr std::size_t points_count = 100000;

std::vector<Point> random_points(bool sea) {
  Generator generator;
  std::vector<Point> points;
  while (points.size() < points_count) {
    const Point point = generator.anywhere();
    if (at_sea(point) == sea) points.push_back(point);
  }
  return points;
}

std::vector<Point> points_around(const std::vector<Point>& centers, double degrees) {
  Generator generator;
  std::vector<Point> points;
  while (points.size() < points_count) {
    const Point& center = centers[points.size() % centers.size()];
    points.push_back({center.latitude + generator.between(-degrees, degrees),
                      center.longitude + generator.between(-degrees, degrees)});
  }
  return points;
}

// Where many people live, some near borders of zones.
std::vector<Point> populated_points() {
  return points_around(
      {{40.71, -74.01}, {41.6, -87.3},   {38.25, -86.0}, {19.43, -99.13}, {-23.55, -46.6},
       {51.5, -0.1},    {48.58, 7.75},   {50.85, 5.69},  {49.6, 6.1},     {47.6, 9.5},
       {52.2, 21.0},    {55.75, 37.6},   {31.8, 35.2},   {28.6, 77.2},    {22.57, 88.36},
       {31.23, 121.47}, {35.68, 139.69}, {-6.2, 106.8},  {6.5, 3.4},      {-4.3, 15.3},
       {30.04, 31.24},  {-26.2, 28.0},   {-33.9, 151.2}, {13.75, 100.5}},
      0.7);
}

double quantile(std::vector<double> values, double share) {
  const auto place = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + place, values.end());
  return values[static_cast<std::size_t>(place)];
}

// Each lookup timed alone, the clock's own cost included.
double nanoseconds_at_99_percent(const std::vector<Point>& points) {
  using Clock = std::chrono::steady_clock;
  std::vector<double> nanoseconds;
  nanoseconds.reserve(points.size());
  for (const Point& point : points) {
    const auto start = Clock::now();
    benchmark::DoNotOptimize(zones_at(point.latitude, point.longitude));
    nanoseconds.push_back(std::chrono::duration<double, std::nano>(Clock::now() - start).count());
  }
  return quantile(std::move(nanoseconds), 0.99);
}

void look_up(benchmark::State& state, const std::vector<Point>& points) {
  std::size_t at = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(zones_at(points[at].latitude, points[at].longitude));
    if (++at == points.size()) at = 0;
  }
  state.counters["p99_ns"] = nanoseconds_at_99_percent(points);
}

void RandomLandPoints(benchmark::State& state) {
  look_up(state, random_points(false));
}
BENCHMARK(RandomLandPoints);

void PopulatedPlaces(benchmark::State& state) {
  look_up(state, populated_points());
}
BENCHMARK(PopulatedPlaces);

void OceanPoints(benchmark::State& state) {
  look_up(state, random_points(true));
}
BENCHMARK(OceanPoints);

// The cell with the longest borders of all: Bangladesh's and India's in Cooch Behar.
void WorstCell(benchmark::State& state) {
  look_up(state, points_around({{26.19, 88.945}}, 0.17));
}
BENCHMARK(WorstCell);

}  // namespace
