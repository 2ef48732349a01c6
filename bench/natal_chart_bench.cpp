// What a natal chart costs in process: twelve bodies with speeds, Placidus, aspects; and its parts.

#include <random>

#include <benchmark/benchmark.h>

#include "api/chart_json.h"
#include "api/chart_request.h"
#include "api/object_reader.h"
#include "sky/swiss/swiss_ephemeris.h"
#include "usecases/cast_natal_chart.h"
#include "usecases/default_bodies.h"

namespace {

using namespace astronova;

constexpr sky::GeographicPosition new_york{40.7128, -74.006, 0};

const sky::Ephemeris& ephemeris() {
  static const auto opened = sky::open_swiss_ephemeris(sky::default_ephemeris_directory);
  return **opened;
}

// Random instants of 1900 to 2100, so that no cache of libswe helps.
JulianDayUt random_instant() {
  static std::mt19937_64 random{1};
  static std::uniform_real_distribution<double> span{2415020.5, 2488069.5};
  return {span(random)};
}

void TwelveBodies(benchmark::State& state) {
  const auto bodies = usecases::default_bodies(sky::Center::geocentric, sky::Body::true_node);
  std::vector<sky::BodyState> states(bodies.size());
  for (auto _ : state) {
    benchmark::DoNotOptimize(ephemeris().states_at(random_instant(), bodies, {}, states));
  }
}
BENCHMARK(TwelveBodies);

void PlacidusHouses(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        ephemeris().houses(random_instant(), new_york, sky::HouseSystem::placidus, std::nullopt));
  }
}
BENCHMARK(PlacidusHouses);

void NatalChart(benchmark::State& state) {
  astrology::NatalSettings settings;
  settings.bodies = usecases::default_bodies(sky::Center::geocentric, sky::Body::true_node);
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        astrology::compute_natal_chart(ephemeris(), random_instant(), new_york, settings));
  }
}
BENCHMARK(NatalChart);

// From the bytes of a request to the bytes of its answer.
void RequestToAnswer(benchmark::State& state, const char* options) {
  const std::string body =
      std::string{R"({"birthData":{"date":"1990-05-15","time":"10:30",)"} +
      R"("timezone":"America/New_York","latitude":40.7128,"longitude":-74.006},"options":)" +
      options + "}";
  std::string text;
  std::mt19937_64 random{1};
  for (auto _ : state) {
    api::JsonMemory memory;
    auto request = *api::read_chart_request(*api::parse_json(body, memory));
    request.birth.civil.date.year = 1900 + static_cast<int>(random() % 200);
    request.birth.moment.reset();
    const auto cast = usecases::cast_natal_chart(ephemeris(), request);
    text.clear();
    api::write_chart(text, *cast, request, ephemeris());
    benchmark::DoNotOptimize(text.data());
  }
}
BENCHMARK_CAPTURE(RequestToAnswer, plain, "{}");
BENCHMARK_CAPTURE(RequestToAnswer, with_wheel, R"({"svg":true})");

}  // namespace
