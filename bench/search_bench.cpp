// Looking for instants: on the table ephemeris as asked for in issue 4, and on Swiss Ephemeris for
// comparison.
#include <array>
#include <filesystem>
#include <vector>

#include <benchmark/benchmark.h>
#include <unistd.h>

#include "sky/search/find_events.h"
#include "sky/swiss/swiss_ephemeris.h"
#include "sky/table/build_table.h"
#include "sky/table/table_ephemeris.h"

namespace {

using namespace astronova;
using namespace astronova::sky;
using search::Query;

constexpr JulianDayUt first_day{2415020.5};  // 1900-01-01
constexpr JulianDayUt last_day{2451544.5};   // 2000-01-01
constexpr double days_in_ten_years = 3652;

constexpr std::array bodies{Body::sun,     Body::moon,   Body::mercury, Body::venus,   Body::mars,
                            Body::jupiter, Body::saturn, Body::uranus,  Body::neptune, Body::pluto};

const Ephemeris& swiss() {
  static const auto opened = open_swiss_ephemeris(default_ephemeris_directory);
  return **opened;
}

const Ephemeris& table() {
  static const auto opened = [] {
    const auto file = std::filesystem::temp_directory_path() /
                      ("astronova-search-bench-" + std::to_string(getpid()) + ".table");
    (void)table::build_table({default_ephemeris_directory,
                              file.string(),
                              first_day,
                              last_day,
                              {},
                              {bodies.begin(), bodies.end()}},
                             [](const table::SeriesSize&) {});
    auto behind = std::move(*open_swiss_ephemeris(default_ephemeris_directory));
    auto ephemeris = open_table_ephemeris(file.string(), behind);
    std::filesystem::remove(file);  // the mapping stays
    return ephemeris;
  }();
  return **opened;
}

void count_events(benchmark::State& state, const Ephemeris& ephemeris,
                  const std::vector<Query>& queries, JulianDayUt from, JulianDayUt to,
                  const Frame& frame = {}) {
  std::size_t events = 0;
  for (auto unused : state) {
    events = 0;
    for (const auto& query : queries)
      events += search::find_events(ephemeris, query, from, to, frame)->size();
  }
  state.counters["events"] = static_cast<double>(events);
}

std::vector<Query> twelve_longitudes() {
  std::vector<Query> queries;
  for (const auto body : bodies) {
    queries.push_back({{search::Coordinate::longitude, body},
                       {3.2, 17.9, 58, 61.1, 99.9, 142, 180.5, 201, 233.3, 277, 301, 359.9}});
  }
  return queries;
}

std::vector<Query> stations_ingresses_and_phases() {
  std::vector<Query> queries;
  for (const auto body : bodies) {
    Query query{{search::Coordinate::longitude, body}};
    query.every = 30;
    query.extrema = true;
    queries.push_back(query);
  }
  Query phases{{search::Coordinate::longitude, Body::moon, Body::sun}};
  phases.every = 90;
  queries.push_back(phases);
  return queries;
}

void BM_TwelveLongitudesOfTenBodiesInTenYears(benchmark::State& state) {
  count_events(state, table(), twelve_longitudes(), first_day,
               {first_day.value + days_in_ten_years});
}
void BM_TheSameInASiderealZodiac(benchmark::State& state) {
  count_events(state, table(), twelve_longitudes(), first_day,
               {first_day.value + days_in_ten_years}, {Center::geocentric, Ayanamsa::lahiri, {}});
}
void BM_StationsIngressesAndPhasesOfACentury(benchmark::State& state) {
  count_events(state, table(), stations_ingresses_and_phases(), first_day, last_day);
}
void BM_DeclinationExtremaOfTheMoonInTenYears(benchmark::State& state) {
  Query query{{search::Coordinate::declination, Body::moon}};
  query.extrema = true;
  count_events(state, table(), {query}, first_day, {first_day.value + days_in_ten_years});
}
void BM_TwelveLongitudesOfTenBodiesInAYearSwiss(benchmark::State& state) {
  count_events(state, swiss(), twelve_longitudes(), first_day, {first_day.value + 365});
}
BENCHMARK(BM_TwelveLongitudesOfTenBodiesInTenYears)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_TheSameInASiderealZodiac)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_StationsIngressesAndPhasesOfACentury)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_DeclinationExtremaOfTheMoonInTenYears)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_TwelveLongitudesOfTenBodiesInAYearSwiss)->Unit(benchmark::kMillisecond);

}  // namespace
