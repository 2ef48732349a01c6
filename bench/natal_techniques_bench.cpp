// What the techniques of the natal chart cost, once the chart is cast: lots, dignities and figures,
// which a whole reading of a chart asks for together, and those that are the most work.

#include <array>
#include <numeric>

#include <benchmark/benchmark.h>

#include "astrology/western/locality/astrocartography.h"
#include "astrology/western/natal/aspect_patterns.h"
#include "astrology/western/natal/declinations.h"
#include "astrology/western/natal/dignities.h"
#include "astrology/western/natal/lots.h"
#include "astrology/western/natal/midpoints.h"
#include "sky/fixed_stars.h"
#include "sky/swiss/swiss_ephemeris.h"
#include "usecases/default_bodies.h"
#include "usecases/natal_stars.h"

namespace {

using namespace astronova;

constexpr sky::GeographicPosition natal_place{40.7128, -74.006, 0};
constexpr double first_instant = 2415020.5;  // 1900
constexpr std::size_t charts_count = 512;

const sky::Ephemeris& natal_sky() {
  static const auto opened = sky::open_swiss_ephemeris(sky::default_ephemeris_directory);
  return **opened;
}

// Charts of two hundred years, so that no branch is foreseen.
const std::vector<astrology::NatalChart>& natal_charts() {
  static const auto charts = [] {
    std::vector<astrology::NatalChart> made;
    astrology::NatalSettings settings;
    settings.bodies = usecases::default_bodies(sky::Center::geocentric, sky::Body::true_node);
    for (std::size_t i = 0; i < charts_count; ++i) {
      const JulianDayUt when{first_instant + 142.67 * static_cast<double>(i)};
      made.push_back(*astrology::compute_natal_chart(natal_sky(), when, natal_place, settings));
    }
    return made;
  }();
  return charts;
}

std::vector<std::size_t> every_lot() {
  std::vector<std::size_t> lots(astrology::lot_definitions().size());
  std::iota(lots.begin(), lots.end(), 0U);
  return lots;
}

template <class Work>
void for_each_chart(benchmark::State& state, const Work& work) {
  const auto& charts = natal_charts();
  std::size_t next = 0;
  for (auto _ : state)
    work(charts[next++ % charts.size()]);
}

astrology::Sect sect_in(const astrology::NatalChart& chart) {
  return astrology::sect_of(chart.placements[0].state, chart.houses->angles.armc,
                            natal_place.latitude);
}

void judge_planets(const astrology::NatalChart& chart, astrology::Sect sect) {
  std::array<astrology::PlanetDignities, 7> planets;
  for (std::size_t i = 0; i < planets.size(); ++i) {
    const auto& placement = chart.placements[i];
    planets[i] = astrology::dignities_of(placement.body, placement.state.longitude, sect);
  }
  benchmark::DoNotOptimize(astrology::mutual_receptions(planets));
}

void Dignities(benchmark::State& state) {
  for_each_chart(state, [](const auto& chart) { judge_planets(chart, sect_in(chart)); });
}
BENCHMARK(Dignities);

void AllLots(benchmark::State& state) {
  const auto lots = every_lot();
  for_each_chart(state, [&](const auto& chart) {
    benchmark::DoNotOptimize(astrology::place_lots(chart, sect_in(chart), lots));
  });
}
BENCHMARK(AllLots);

void Figures(benchmark::State& state) {
  for_each_chart(state, [](const auto& chart) {
    benchmark::DoNotOptimize(astrology::find_aspect_patterns(astrology::aspect_points(chart)));
  });
}
BENCHMARK(Figures);

void LotsDignitiesAndFigures(benchmark::State& state) {
  const auto lots = every_lot();
  for_each_chart(state, [&](const auto& chart) {
    const auto sect = sect_in(chart);
    judge_planets(chart, sect);
    benchmark::DoNotOptimize(astrology::place_lots(chart, sect, lots));
    benchmark::DoNotOptimize(astrology::find_aspect_patterns(astrology::aspect_points(chart)));
  });
}
BENCHMARK(LotsDignitiesAndFigures);

void MidpointTrees(benchmark::State& state) {
  for_each_chart(state, [](const auto& chart) {
    benchmark::DoNotOptimize(astrology::midpoint_trees(astrology::aspect_points(chart),
                                                       astrology::MidpointDial::eighth, 1.5));
  });
}
BENCHMARK(MidpointTrees);

void LinesOfTwelveBodies(benchmark::State& state) {
  const auto bodies = usecases::default_bodies(sky::Center::geocentric, sky::Body::true_node);
  std::vector<sky::BodyState> states(bodies.size());
  for_each_chart(state, [&](const auto& chart) {
    for (std::size_t i = 0; i < states.size(); ++i)
      states[i] = chart.placements[i].state;
    benchmark::DoNotOptimize(astrology::locality_lines(bodies, states, 200));
  });
}
BENCHMARK(LinesOfTwelveBodies);

// With the stars' places of the instant and the parans of its day, by Swiss Ephemeris.
void StarsAndParans(benchmark::State& state) {
  usecases::StarsRequest request;
  auto& civil = request.natal.birth.civil;
  civil.date = {1990, 5, 15};
  civil.time = places::TimeOfDay{10, 30, 0};
  civil.timezone = places::ZoneName{"America/New_York"};
  civil.longitude = natal_place.longitude;
  request.natal.birth.place = natal_place;
  for (auto _ : state)
    benchmark::DoNotOptimize(usecases::find_stars(natal_sky(), request));
}
BENCHMARK(StarsAndParans);

}  // namespace
