// The table ephemeris beside Swiss Ephemeris in one run, at random instants of thirty years.
#include <array>
#include <filesystem>
#include <random>
#include <vector>

#include <benchmark/benchmark.h>
#include <unistd.h>

#include "astrology/western/natal_chart.h"
#include "sky/swiss/swiss_ephemeris.h"
#include "sky/table/build_table.h"
#include "sky/table/table_ephemeris.h"

namespace {

using namespace astronova;
using namespace astronova::sky;

constexpr JulianDayUt first_day{2449718.5};  // 1995-01-01
constexpr JulianDayUt last_day{2460676.5};   // 2025-01-01

constexpr std::array bodies{Body::sun,     Body::moon,    Body::mercury, Body::venus,
                            Body::mars,    Body::jupiter, Body::saturn,  Body::uranus,
                            Body::neptune, Body::pluto,   Body::chiron,  Body::true_node};

const Ephemeris& swiss() {
  static const auto opened = open_swiss_ephemeris(default_ephemeris_directory);
  return **opened;
}

const Ephemeris& table() {
  static const auto opened = [] {
    const auto file = std::filesystem::temp_directory_path() /
                      ("astronova-bench-" + std::to_string(getpid()) + ".table");
    (void)table::build_table({default_ephemeris_directory, file.string(), first_day, last_day},
                             [](const table::SeriesSize&) {});
    auto behind = std::move(*open_swiss_ephemeris(default_ephemeris_directory));
    auto ephemeris = open_table_ephemeris(file.string(), behind);
    std::filesystem::remove(file);  // the mapping stays
    return ephemeris;
  }();
  return **opened;
}

std::vector<JulianDayUt> random_days() {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> day(first_day.value, last_day.value);
  std::vector<JulianDayUt> days(4096);
  for (auto& one : days)
    one = {day(random)};
  return days;
}

void twelve_bodies(benchmark::State& state, const Ephemeris& ephemeris) {
  const auto days = random_days();
  std::array<BodyState, bodies.size()> states;
  std::size_t next = 0;
  for (auto unused : state) {
    benchmark::DoNotOptimize(ephemeris.states_at(days[next++ % days.size()], bodies, {}, states));
  }
}

void natal_chart(benchmark::State& state, const Ephemeris& ephemeris) {
  const auto days = random_days();
  astrology::NatalSettings settings;
  settings.bodies.assign(bodies.begin(), bodies.end());
  std::size_t next = 0;
  for (auto unused : state) {
    benchmark::DoNotOptimize(astrology::compute_natal_chart(
        ephemeris, days[next++ % days.size()], GeographicPosition{48.85, 2.35, 0}, settings));
  }
}

void BM_TwelveBodiesSwiss(benchmark::State& state) {
  twelve_bodies(state, swiss());
}
void BM_TwelveBodiesTable(benchmark::State& state) {
  twelve_bodies(state, table());
}
void BM_NatalChartSwiss(benchmark::State& state) {
  natal_chart(state, swiss());
}
void BM_NatalChartTable(benchmark::State& state) {
  natal_chart(state, table());
}
BENCHMARK(BM_TwelveBodiesSwiss)->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_TwelveBodiesTable)->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_NatalChartSwiss)->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_NatalChartTable)->Unit(benchmark::kMicrosecond);

}  // namespace
