// What answering a request costs from its body to the answer's, every request another, on a sky
// that costs next to nothing. RequestToAnswer less ChartAlone is reading, civil time and writing.

#include <array>
#include <random>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "api/routes.h"
#include "http/buffer_pool.h"
#include "tests/support/even_sky.h"
#include "usecases/cast_natal_chart.h"
#include "usecases/default_bodies.h"

namespace {

using namespace astronova;

constexpr std::size_t request_count = 4'096;

class Numbers {
 public:
  int between(int least, int most) {
    return std::uniform_int_distribution<int>(least, most)(random_);
  }
  double below(double end) { return std::uniform_real_distribution<double>(0, end)(random_); }

 private:
  std::mt19937_64 random_{1990};
};

// As bench/http/generate.lua writes them.
std::vector<std::string> births() {
  constexpr std::array zones{"America/New_York", "Europe/London",     "Asia/Kolkata",
                             "Australia/Sydney", "America/Sao_Paulo", "UTC"};
  Numbers numbers;
  std::vector<std::string> bodies(request_count);
  for (auto& body : bodies) {
    body = fmt::format(
        R"({{"birthData":{{"date":"{:04}-{:02}-{:02}","time":"{:02}:{:02}","timezone":"{}",)"
        R"("latitude":{:.4f},"longitude":{:.4f},"fold":0}},"chartType":"natal",)"
        R"("systems":["western"]}})",
        numbers.between(1930, 2020), numbers.between(1, 12), numbers.between(1, 28),
        numbers.between(5, 23), numbers.between(0, 59),
        zones.at(static_cast<std::size_t>(numbers.between(0, 5))), numbers.below(120) - 60,
        numbers.below(360) - 180);
  }
  return bodies;
}

std::vector<std::string> targets() {
  Numbers numbers;
  std::vector<std::string> targets(request_count);
  for (auto& target : targets) {
    target =
        fmt::format("/api/v1/ephemeris/positions?at={:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
                    numbers.between(1850, 2100), numbers.between(1, 12), numbers.between(1, 28),
                    numbers.between(0, 23), numbers.between(0, 59), numbers.between(0, 59));
  }
  return targets;
}

struct Api {
  Api() { api::add_routes(router, services); }

  testing::EvenSky sky;
  SystemClock clock;
  api::Services services{sky, clock};
  http::Router router;
};

// Answers as a connection does, which gives the body's memory back once it is sent.
void answer(const Api& api, http::Request& request, std::size_t& bytes) {
  auto response = api.router.handle(request);
  bytes += response.body.size();
  benchmark::DoNotOptimize(response.body.data());
  http::give_back(std::move(response.body));
}

void ChartRequestToAnswer(benchmark::State& state) {
  const Api api;
  const auto bodies = births();
  http::Request request{http::Method::post, "/api/v1/chart/generate"};
  request.headers.emplace_back("Content-Type", "application/json");
  std::size_t bytes = 0;
  std::size_t next = 0;
  for (auto _ : state) {
    request.body = bodies[next++ % request_count];
    answer(api, request, bytes);
  }
  state.counters["bytes"] =
      benchmark::Counter(static_cast<double>(bytes), benchmark::Counter::kAvgIterations);
}
BENCHMARK(ChartRequestToAnswer);

void ChartAlone(benchmark::State& state) {
  const testing::EvenSky sky;
  astrology::NatalSettings settings;
  settings.bodies = usecases::default_bodies(sky::Center::geocentric, sky::Body::true_node);
  Numbers numbers;
  std::vector<JulianDayUt> instants(request_count);
  for (auto& instant : instants)
    instant = {2415020.5 + numbers.below(73'000)};
  const sky::GeographicPosition new_york{40.7128, -74.006, 0};
  std::size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        astrology::compute_natal_chart(sky, instants[next++ % request_count], new_york, settings));
  }
}
BENCHMARK(ChartAlone);

void PositionsRequestToAnswer(benchmark::State& state) {
  const Api api;
  const auto all = targets();
  http::Request request;
  std::size_t bytes = 0;
  std::size_t next = 0;
  for (auto _ : state) {
    if (!request.set_target(all[next++ % request_count])) std::abort();
    answer(api, request, bytes);
  }
  state.counters["bytes"] =
      benchmark::Counter(static_cast<double>(bytes), benchmark::Counter::kAvgIterations);
}
BENCHMARK(PositionsRequestToAnswer);

}  // namespace
