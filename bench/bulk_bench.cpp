// Charts and matches of a file of births on one and two threads, from the bytes of the file to the
// bytes of the output, on the table ephemeris and beside it on Swiss Ephemeris. Look at
// items_per_second.

#include <array>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <unistd.h>

#include "bulk/chart_run.h"
#include "bulk/match_run.h"
#include "sky/swiss/swiss_ephemeris.h"
#include "sky/table/build_table.h"
#include "sky/table/table_ephemeris.h"

namespace {

using namespace astronova;

constexpr int first_year = 2000;
constexpr int last_year = 2009;
constexpr JulianDayUt first_day{2451544.5};  // 2000-01-01
constexpr JulianDayUt last_day{2455197.5};   // 2010-01-01

std::string temporary(const std::string& name) {
  return (std::filesystem::temp_directory_path() / fmt::format("astronova-{}-{}", getpid(), name))
      .string();
}

const sky::Ephemeris& swiss() {
  static const auto opened = sky::open_swiss_ephemeris(sky::default_ephemeris_directory);
  return **opened;
}

const sky::Ephemeris& table() {
  static const auto opened = [] {
    const auto file = temporary("table");
    (void)sky::table::build_table({sky::default_ephemeris_directory, file, first_day, last_day, {}},
                                  [](const auto&) {});
    auto behind = std::move(*sky::open_swiss_ephemeris(sky::default_ephemeris_directory));
    auto ephemeris = sky::open_table_ephemeris(file, behind);
    std::filesystem::remove(file);  // the mapping stays
    return ephemeris;
  }();
  return **opened;
}

constexpr std::array<std::string_view, 6> zones{"America/New_York", "Europe/Paris", "Asia/Kolkata",
                                                "Asia/Tokyo",       "Africa/Lagos", "UTC"};

// A file of random births, gone with this object.
class Births {
 public:
  explicit Births(int count) : path_(temporary("births.csv")) {
    std::mt19937_64 random(1);
    const auto below = [&](std::uint64_t end) { return random() % end; };
    std::ofstream file(path_);
    file << "id,date,time,timezone,latitude,longitude\n";
    for (int i = 0; i < count; ++i) {
      file << fmt::format("{},{}-{:02}-{:02},{:02}:{:02},{},{}.{:04},{}.{:04}\n", i,
                          first_year + static_cast<int>(below(last_year - first_year)),
                          1 + below(12), 1 + below(28), 4 + below(18), below(60),
                          zones.at(below(zones.size())), below(60), below(10'000), below(180),
                          below(10'000));
    }
  }
  Births(const Births&) = delete;
  Births& operator=(const Births&) = delete;
  ~Births() { std::filesystem::remove(path_); }

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

void bulk_charts(benchmark::State& state, const sky::Ephemeris& ephemeris, int count,
                 bulk::Format to) {
  const Births births(count);
  bulk::ChartRun run;
  run.input = births.path();
  run.to = to;
  run.output = "/dev/null";
  run.existing = bulk::Existing::replace;
  run.threads = static_cast<unsigned>(state.range(0));
  for (auto unused : state) {
    const auto done = bulk::cast_charts(run, ephemeris, [](const bulk::Progress&) {});
    if (!done || done->at.counts.bad > 0) state.SkipWithError("not every birth has a chart");
  }
  state.SetItemsProcessed(state.iterations() * count);
}

void bulk_matches(benchmark::State& state, const sky::Ephemeris& ephemeris, int count) {
  const Births births(count);
  bulk::MatchRun run;
  run.input = births.path();
  run.to = bulk::Format::csv;
  run.output = "/dev/null";
  run.existing = bulk::Existing::replace;
  run.threads = static_cast<unsigned>(state.range(0));
  run.user = {{"date", "2001-05-15"}, {"time", "10:30"}, {"latitude", 40.7}, {"longitude", -74}};
  for (auto unused : state) {
    const auto done = bulk::match_births(run, ephemeris, [](const bulk::Progress&) {});
    if (!done || done->at.counts.bad > 0) state.SkipWithError("not every birth has a match");
  }
  state.SetItemsProcessed(state.iterations() * count);
}

constexpr int many = 20'000;
constexpr int few = 1'000;

void BM_BulkSwiss(benchmark::State& state) {
  bulk_charts(state, swiss(), few, bulk::Format::json_lines);
}
void BM_BulkTable(benchmark::State& state) {
  bulk_charts(state, table(), many, bulk::Format::json_lines);
}
void BM_BulkTableToCsv(benchmark::State& state) {
  bulk_charts(state, table(), many, bulk::Format::csv);
}
void BM_BulkMatchSwiss(benchmark::State& state) {
  bulk_matches(state, swiss(), few);
}
void BM_BulkMatchTable(benchmark::State& state) {
  bulk_matches(state, table(), many);
}
BENCHMARK(BM_BulkSwiss)->Arg(1)->Arg(2)->ArgName("threads")->UseRealTime();
BENCHMARK(BM_BulkTable)->Arg(1)->Arg(2)->ArgName("threads")->UseRealTime();
BENCHMARK(BM_BulkTableToCsv)->Arg(1)->Arg(2)->ArgName("threads")->UseRealTime();
BENCHMARK(BM_BulkMatchSwiss)->Arg(1)->Arg(2)->ArgName("threads")->UseRealTime();
BENCHMARK(BM_BulkMatchTable)->Arg(1)->Arg(2)->ArgName("threads")->UseRealTime();

}  // namespace
