// Transits as asked for: ten years of ten bodies to a full natal chart, on the table ephemeris.
#include <array>

#include <benchmark/benchmark.h>

#include "astrology/western/transits/transits.h"
#include "bench/temporary_table.h"
#include "sky/swiss/swiss_ephemeris.h"

namespace {

using namespace astronova;
using namespace astronova::astrology;
using sky::Body;

constexpr JulianDayUt transits_birth{2448027.1041666665};  // 1990-05-15 14:30 UT
constexpr JulianDayUt first_day{2458849.5};                // 2020-01-01
constexpr JulianDayUt last_day{2462502.5};                 // 2030-01-01
constexpr double days_in_a_month = 30;

constexpr std::array bodies{Body::sun,     Body::moon,   Body::mercury, Body::venus,   Body::mars,
                            Body::jupiter, Body::saturn, Body::uranus,  Body::neptune, Body::pluto};

const sky::Ephemeris& swiss() {
  static const auto opened = sky::open_swiss_ephemeris(sky::default_ephemeris_directory);
  return **opened;
}

const sky::Ephemeris& table() {
  static const auto opened =
      bench::temporary_table("transits-bench", first_day, last_day, {bodies.begin(), bodies.end()});
  return *opened;
}

// Twelve bodies, the ascendant and the midheaven.
TransitTargets full_chart() {
  NatalSettings settings;
  settings.bodies.assign(bodies.begin(), bodies.end());
  settings.bodies.push_back(Body::chiron);
  settings.bodies.push_back(Body::true_node);
  const sky::GeographicPosition new_york{40.7128, -74.006, 0};
  return transit_targets(*compute_natal_chart(swiss(), transits_birth, new_york, settings));
}

TransitSettings of_ten_bodies() {
  TransitSettings settings;
  settings.transiting.assign(bodies.begin(), bodies.end());
  return settings;
}

void find(benchmark::State& state, const sky::Ephemeris& ephemeris, JulianDayUt to) {
  const auto targets = full_chart();
  const auto settings = of_ten_bodies();
  std::size_t transits = 0;
  std::size_t hits = 0;
  for (auto unused : state) {
    const auto found = find_transits(ephemeris, targets, settings, first_day, to);
    transits = found->transits.size();
    hits = 0;
    for (const auto& transit : found->transits)
      hits += transit.exact.size();
  }
  state.counters["transits"] = static_cast<double>(transits);
  state.counters["exact"] = static_cast<double>(hits);
}

void BM_TenYearsOfTenBodiesToAFullChart(benchmark::State& state) {
  find(state, table(), last_day);
}
void BM_AMonthOfThemTable(benchmark::State& state) {
  find(state, table(), {first_day.value + days_in_a_month});
}
void BM_AMonthOfThemSwiss(benchmark::State& state) {
  find(state, swiss(), {first_day.value + days_in_a_month});
}
void BM_TransitsAtAnInstant(benchmark::State& state) {
  const auto targets = full_chart();
  const auto settings = of_ten_bodies();
  const JulianDayUt middle{(first_day.value + last_day.value) / 2};
  for (auto unused : state)
    benchmark::DoNotOptimize(transits_at(table(), targets, settings, middle));
}
BENCHMARK(BM_TenYearsOfTenBodiesToAFullChart)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_AMonthOfThemTable)->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_AMonthOfThemSwiss)->Unit(benchmark::kMicrosecond);
BENCHMARK(BM_TransitsAtAnInstant)->Unit(benchmark::kMicrosecond);

}  // namespace
