// Records created and read a second on both engines, by 1 and 8 threads, each for an account of its
// own. The server of PostgreSQL is a private one that syncs its log as a production server does.
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <unistd.h>

#include "storage/sql/open_database.h"
#include "tests/support/private_postgres.h"

namespace {

using namespace astronova;
using namespace astronova::storage;
using astronova::testing::PrivatePostgres;

enum Engine : std::int64_t { sqlite = 0, postgresql = 1 };

// An empty database for one benchmark, made by its first thread.
class Place {
 public:
  explicit Place(std::int64_t engine) {
    static int count = 0;
    std::string pattern = std::filesystem::temp_directory_path() / "astronova-bench-XXXXXX";
    if (!mkdtemp(pattern.data())) throw std::runtime_error("cannot make a temporary folder");
    folder_ = pattern;
    DatabaseOptions options;
    options.file = database_file(folder_);
    options.keys = KeyRing::parse("bench:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").value();
    if (engine == postgresql)
      options.url = server().create_database(fmt::format("bench_{}", ++count));
    auto opened = open_database(options);
    if (!opened) throw std::runtime_error(opened.error().detail);
    database_ = std::move(*opened);
  }
  ~Place() {
    database_.reset();
    std::filesystem::remove_all(folder_);
  }
  Database& database() { return *database_; }

 private:
  static PrivatePostgres& server() {
    static PrivatePostgres server(PrivatePostgres::Disk::keeps);
    return server;
  }
  std::string folder_{};
  std::unique_ptr<Database> database_{};
};

std::unique_ptr<Place> place;

void set_up(const benchmark::State& state) {
  place = std::make_unique<Place>(state.range(0));
}

void tear_down(const benchmark::State& /*state*/) {
  place.reset();
}

Record chart(std::int64_t number) {
  Record record;
  record.kind = RecordKind::chart;
  record.id = fmt::format("00000000-0000-4000-8000-{:012}", number);
  record.document = std::string(1000, 'x');
  record.fields = {{"type", "natal"}, {"system", "western"}};
  record.created_at = Instant{std::chrono::seconds{number}};
  record.updated_at = record.created_at;
  return record;
}

std::string new_account() {
  return place->database().identities().create_account(Role::guest, Instant{}).value().id;
}

void create(benchmark::State& state) {
  const auto owner = new_account();
  std::int64_t number = 0;
  for (auto _ : state) {
    if (!place->database().records().create(owner, chart(++number), {})) {
      state.SkipWithError("not created");
    }
  }
  state.SetItemsProcessed(state.iterations());
}

void get(benchmark::State& state) {
  const auto owner = new_account();
  constexpr std::int64_t records = 50;
  std::vector<Record> charts;
  for (std::int64_t number = 0; number < records; ++number)
    charts.push_back(chart(number));
  if (!place->database().records().apply(owner, charts)) state.SkipWithError("not created");
  std::int64_t number = 0;
  for (auto _ : state) {
    const auto id = chart(++number % records).id;
    if (!place->database().records().get(owner, RecordKind::chart, id)) {
      state.SkipWithError("not there");
    }
  }
  state.SetItemsProcessed(state.iterations());
}

void settings(benchmark::internal::Benchmark* benchmark) {
  benchmark->ArgName("postgresql")
      ->Arg(sqlite)
      ->Arg(postgresql)
      ->Threads(1)
      ->Threads(8)
      ->Setup(set_up)
      ->Teardown(tear_down)
      ->UseRealTime();
}

BENCHMARK(create)->Name("records/create")->Apply(settings);
BENCHMARK(get)->Name("records/get")->Apply(settings);

}  // namespace
