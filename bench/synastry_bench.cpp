// Synastries a second on one core, from the positions of given charts: no chart is cast while it is
// measured. BM_FullSynastry is what a search and `bulk match` do for each pair: all aspects among
// 13 and 13 points, each with its orb, its weight and its four contributions, and the four parts of
// the score. BM_FullSynastryPlain is the same and what a route answers beside it: the aspects as
// astrology::Aspect, house overlays and double whammies. Look at items_per_second.

#include <vector>

#include <benchmark/benchmark.h>

#include "astrology/matching/match_statements.h"
#include "sky/swiss/swiss_ephemeris.h"
#include "tests/support/random_births.h"

namespace {

using namespace astronova;

constexpr std::size_t chart_count = 1'000;

const std::vector<astrology::NatalChart>& charts() {
  static const auto cast = [] {
    const auto ephemeris = *sky::open_swiss_ephemeris(sky::default_ephemeris_directory);
    testing::RandomBirths births(1);
    astrology::NatalSettings settings;
    settings.bodies = astrology::match_bodies();
    std::vector<astrology::NatalChart> list;
    for (std::size_t i = 0; i < chart_count; ++i) {
      const auto birth = births.next();
      list.push_back(
          *astrology::compute_natal_chart(*ephemeris, birth.when, birth.place, settings));
    }
    return list;
  }();
  return cast;
}

const std::vector<astrology::MatchPoints>& points() {
  static const auto of_charts = [] {
    std::vector<astrology::MatchPoints> list;
    for (const auto& chart : charts())
      list.push_back(astrology::match_points(chart));
    return list;
  }();
  return of_charts;
}

// The pair of a number: every chart with many others.
std::pair<std::size_t, std::size_t> pair_at(std::size_t number) {
  return {number % chart_count, (number * 7 + number / chart_count + 1) % chart_count};
}

void BM_FullSynastry(benchmark::State& state) {
  const auto& of = points();
  astrology::Compatibility compatibility;
  std::size_t number = 0;
  std::size_t aspects = 0;
  for (auto unused : state) {
    const auto [first, second] = pair_at(number++);
    astrology::score_compatibility(of[first], of[second], compatibility);
    aspects += compatibility.aspects.size();
    benchmark::DoNotOptimize(compatibility.parts);
  }
  state.SetItemsProcessed(state.iterations());
  state.counters["aspects"] = static_cast<double>(aspects) / static_cast<double>(number);
}
BENCHMARK(BM_FullSynastry);

void BM_FullSynastryPlain(benchmark::State& state) {
  const auto& of = charts();
  astrology::Compatibility compatibility;
  std::size_t number = 0;
  for (auto unused : state) {
    const auto [first, second] = pair_at(number++);
    const auto synastry =
        astrology::compute_synastry(of[first], of[second], astrology::AspectSettings::major());
    astrology::score_compatibility(astrology::match_points(of[first]),
                                   astrology::match_points(of[second]), compatibility);
    benchmark::DoNotOptimize(astrology::contributions_to(synastry, compatibility));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_FullSynastryPlain);

}  // namespace
