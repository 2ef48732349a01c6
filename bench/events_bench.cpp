// Events of the sky, a year of each kind and of all, on the table ephemeris.
#include <array>

#include <benchmark/benchmark.h>

#include "astrology/events/ingresses_and_stations.h"
#include "astrology/events/lunar_eclipses.h"
#include "astrology/events/nodes_and_apsides.h"
#include "astrology/events/out_of_bounds.h"
#include "astrology/events/planetary_hours.h"
#include "astrology/events/seasons_and_phases.h"
#include "astrology/events/void_of_course.h"
#include "bench/temporary_table.h"
#include "sky/swiss/swiss_ephemeris.h"

namespace {

using namespace astronova;
using namespace astronova::astrology;
using sky::Body;

constexpr JulianDayUt first_day{2461031.5};
constexpr JulianDayUt begin{2461041.5};  // 2026-01-01
constexpr JulianDayUt end{2461406.5};
constexpr JulianDayUt last_day{2461416.5};
constexpr sky::GeographicPosition berlin{52.5, 13.4, 0};

constexpr std::array bodies{Body::sun,     Body::moon,   Body::mercury, Body::venus,   Body::mars,
                            Body::jupiter, Body::saturn, Body::uranus,  Body::neptune, Body::pluto};

const sky::Ephemeris& table() {
  static const auto opened =
      bench::temporary_table("events-bench", first_day, last_day, {bodies.begin(), bodies.end()});
  return *opened;
}

std::size_t of_the_year() {
  return find_seasons(table(), begin, end)->size() + find_lunar_phases(table(), begin, end)->size();
}
std::size_t eclipses() {
  return find_solar_eclipses(table(), begin, end, berlin)->size() +
         find_lunar_eclipses(table(), begin, end, berlin)->size();
}
std::size_t ingresses_and_stations() {
  const auto motion = find_zodiacal_motion(table(), bodies, {}, begin, end);
  return motion->ingresses.size() + motion->stations.size();
}
std::size_t aspects() {
  return find_aspect_events(table(), bodies, major_aspects(), begin, end)->size();
}
std::size_t void_of_course() {
  return find_void_of_course(table(), begin, end)->size();
}
std::size_t rise_set_and_twilights() {
  const auto events = find_diurnal_events(table(), berlin, {bodies, true}, begin, end);
  return events->rise_set.size() + events->twilights.size();
}
std::size_t planetary_hours() {
  return find_planetary_hours(table(), berlin, begin, end)->hours.size();
}
std::size_t out_of_bounds() {
  return find_out_of_bounds(table(), bodies, begin, end)->size();
}
std::size_t nodes_and_apsides() {
  return find_node_crossings(table(), bodies, begin, end)->size() +
         find_apsides(table(), begin, end)->size();
}
std::size_t everything() {
  return of_the_year() + eclipses() + ingresses_and_stations() + aspects() + void_of_course() +
         rise_set_and_twilights() + planetary_hours() + out_of_bounds() + nodes_and_apsides();
}

template <std::size_t (*find)()>
void BM_AYearOf(benchmark::State& state) {
  std::size_t events = 0;
  table();
  for (auto unused : state)
    events = find();
  state.counters["events"] = static_cast<double>(events);
}
BENCHMARK(BM_AYearOf<of_the_year>)
    ->Name("BM_AYearOfSeasonsAndPhases")
    ->Unit(benchmark::kMillisecond);
BENCHMARK(BM_AYearOf<eclipses>)->Name("BM_AYearOfEclipses")->Unit(benchmark::kMillisecond);
BENCHMARK(BM_AYearOf<ingresses_and_stations>)
    ->Name("BM_AYearOfIngressesAndStations")
    ->Unit(benchmark::kMillisecond);
BENCHMARK(BM_AYearOf<aspects>)->Name("BM_AYearOfAspects")->Unit(benchmark::kMillisecond);
BENCHMARK(BM_AYearOf<void_of_course>)->Name("BM_AYearOfVoidMoons")->Unit(benchmark::kMillisecond);
BENCHMARK(BM_AYearOf<rise_set_and_twilights>)
    ->Name("BM_AYearOfRisingsAndTwilights")
    ->Unit(benchmark::kMillisecond);
BENCHMARK(BM_AYearOf<planetary_hours>)
    ->Name("BM_AYearOfPlanetaryHours")
    ->Unit(benchmark::kMillisecond);
BENCHMARK(BM_AYearOf<out_of_bounds>)->Name("BM_AYearOfOutOfBounds")->Unit(benchmark::kMillisecond);
BENCHMARK(BM_AYearOf<nodes_and_apsides>)
    ->Name("BM_AYearOfNodesAndApsides")
    ->Unit(benchmark::kMillisecond);
BENCHMARK(BM_AYearOf<everything>)->Name("BM_AYearOfEverything")->Unit(benchmark::kMillisecond);

}  // namespace
