// kernels TABLE NAME COUNT: does one thing COUNT times, for bench/instructions/run to count its
// instructions. TABLE is a table ephemeris's file that covers 2000 to 2010.

#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "api/routes.h"
#include "astrology/western/natal_chart.h"
#include "base/clock.h"
#include "http/router.h"
#include "sky/swiss/swiss_ephemeris.h"
#include "sky/table/table_ephemeris.h"
#include "usecases/default_bodies.h"

namespace {

using namespace astronova;

constexpr sky::GeographicPosition new_york{40.7128, -74.006, 0};
volatile double sink = 0;

void keep(double value) {
  sink = value;
}

class Kernels {
 public:
  explicit Kernels(const std::string& table) : ephemeris_(open(table)) {
    api::add_routes(router_, services_);
  }

  void run(std::string_view name, int count) {
    const std::map<std::string_view, void (Kernels::*)()> kernels{
        {"twelve-bodies", &Kernels::twelve_bodies},
        {"placidus", &Kernels::placidus},
        {"natal-chart", &Kernels::natal_chart},
        {"chart-request", &Kernels::chart_request},
        {"positions-request", &Kernels::positions_request},
    };
    const auto found = kernels.find(name);
    if (found == kernels.end()) throw std::invalid_argument("no such kernel");
    for (int i = 0; i < count; ++i)
      (this->*found->second)();
  }

 private:
  static std::unique_ptr<sky::Ephemeris> open(const std::string& table) {
    auto swiss = sky::open_swiss_ephemeris(sky::default_ephemeris_directory);
    return std::move(*sky::open_table_ephemeris(table, *swiss));
  }

  JulianDayUt instant() { return {std::uniform_real_distribution(2451550.0, 2455190.0)(random_)}; }
  int below(int end) { return static_cast<int>(random_() % static_cast<unsigned>(end)); }

  void twelve_bodies() {
    std::array<sky::BodyState, 12> states;
    (void)ephemeris_->states_at(instant(), bodies_, {}, states);
    keep(states[0].longitude);
  }

  void placidus() {
    const auto houses =
        ephemeris_->houses(instant(), new_york, sky::HouseSystem::placidus, std::nullopt);
    keep(houses->cusps[1]);
  }

  void natal_chart() {
    astrology::NatalSettings settings;
    settings.bodies = bodies_;
    const auto chart = astrology::compute_natal_chart(*ephemeris_, instant(), new_york, settings);
    keep(chart->placements.front().state.longitude);
  }

  void answer(http::Method method, std::string_view target, std::string_view body) {
    http::Request request(method, target, body);
    request.headers.emplace_back("Content-Type", "application/json");
    const auto found = router_.find(method, request.path, request.path_parameters);
    const auto response = found.route->handler(request);
    if (response.status != 200) throw std::runtime_error(std::string(response.content()));
    keep(static_cast<double>(response.content().size()));
  }

  void chart_request() {
    answer(
        http::Method::post, "/api/v1/chart/generate",
        fmt::format(R"({{"birthData":{{"date":"{}-{:02}-{:02}","time":"{:02}:{:02}",)"
                    R"("timezone":"America/New_York","latitude":40.7128,"longitude":-74.006}}}})",
                    2000 + below(9), 1 + below(12), 1 + below(28), 4 + below(20), below(60)));
  }

  void positions_request() {
    answer(http::Method::get,
           fmt::format("/api/v1/ephemeris/positions?at={}-{:02}-{:02}T{:02}:{:02}:00Z",
                       2000 + below(9), 1 + below(12), 1 + below(28), below(24), below(60)),
           {});
  }

  std::unique_ptr<sky::Ephemeris> ephemeris_;
  SystemClock clock_;
  api::Services services_{*ephemeris_, clock_};
  http::Router router_;
  sky::Bodies bodies_ = usecases::default_bodies(sky::Center::geocentric, sky::Body::true_node);
  std::mt19937_64 random_{1};
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fputs("usage: kernels TABLE NAME COUNT\n", stderr);
    return 2;
  }
  try {
    Kernels(argv[1]).run(argv[2], std::atoi(argv[3]));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "error: %s\n", error.what());
    return 1;
  }
  return 0;
}
