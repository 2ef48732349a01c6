// What answers cost to compute against what it costs to find them: in memory, and in a redis-server
// on the same machine. docs/caching.md has the table and what follows from it. Times are of the
// wall; CPU is that of the whole process, the Redis client's thread among it.
#include <array>
#include <filesystem>
#include <future>
#include <random>

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <unistd.h>
#include <zlib.h>

#include "api/routes.h"
#include "cache/cache.h"
#include "cache/memory/memory_store.h"
#include "cache/redis/redis_store.h"
#include "clients/redis/redis_client.h"
#include "http/buffer_pool.h"
#include "http/compression.h"
#include "sky/search/find_events.h"
#include "sky/swiss/swiss_ephemeris.h"
#include "sky/table/build_table.h"
#include "sky/table/table_ephemeris.h"
#include "tests/support/private_redis.h"

namespace {

using namespace astronova;
using namespace std::chrono_literals;

constexpr JulianDayUt first_day{2447892.5};  // 1990-01-01
constexpr JulianDayUt last_day{2451544.5};   // 2000-01-01

const sky::Ephemeris& ephemeris() {
  static const auto opened = [] {
    const auto file = std::filesystem::temp_directory_path() /
                      ("astronova-cache-bench-" + std::to_string(getpid()) + ".table");
    (void)sky::table::build_table(
        {sky::default_ephemeris_directory, file.string(), first_day, last_day},
        [](const sky::table::SeriesSize&) {});
    auto behind = *sky::open_swiss_ephemeris(sky::default_ephemeris_directory);
    auto table = sky::open_table_ephemeris(file.string(), behind);
    std::filesystem::remove(file);  // the mapping stays
    return table;
  }();
  return **opened;
}

// The API without a cache, and what a connection does after it.
struct Api {
  Api() { api::add_routes(router, services); }

  std::string answer(http::Method method, std::string_view target, const std::string& body,
                     bool gzip) {
    http::Request request{method, target, body};
    request.headers.emplace_back("Content-Type", "application/json");
    if (gzip) request.headers.emplace_back("Accept-Encoding", "gzip");
    auto response = router.handle(request);
    compressor.apply(request, response);
    return std::move(response.body);
  }

  SystemClock clock;
  api::Services services{ephemeris(), clock};
  http::Router router;
  http::Compressor compressor;
};

void compute(benchmark::State& state, http::Method method, std::string_view target,
             const std::string& body, bool gzip) {
  Api api;
  std::size_t size = 0;
  for (auto unused : state) {
    auto answer = api.answer(method, target, body, gzip);
    size = answer.size();
    http::give_back(std::move(answer));
  }
  state.counters["bytes"] = static_cast<double>(size);
}

std::string table_request(std::int64_t rows) {
  const auto from = *parse_rfc3339("1991-01-01T00:00:00Z");
  const auto to = from + std::chrono::minutes{360} * (rows - 1);
  return fmt::format(R"({{"from":"{}","to":"{}","stepMinutes":360}})", format_rfc3339(from),
                     format_rfc3339(to));
}

void Chart(benchmark::State& state) {
  compute(state, http::Method::post, "/api/v1/chart/generate",
          R"({"birthData":{"date":"1991-05-15","time":"10:30","timezone":"America/New_York",)"
          R"("latitude":40.7128,"longitude":-74.006}})",
          state.range(0) == 1);
}
BENCHMARK(Chart)->Arg(0)->Arg(1)->ArgName("gzip");

void PlacesByName(benchmark::State& state) {
  compute(state, http::Method::get, "/api/v1/locations/search?q=san+fran&limit=10", "", false);
}
BENCHMARK(PlacesByName);

void Table(benchmark::State& state) {
  compute(state, http::Method::post, "/api/v1/ephemeris/calculate", table_request(state.range(0)),
          state.range(1) == 1);
}
BENCHMARK(Table)
    ->ArgsProduct({{1, 10, 50, 100, 1'000, 10'000}, {0, 1}})
    ->ArgNames({"rows", "gzip"});

// Ingresses, stations and aspects to each other of ten bodies, as a page of events would ask for.
void Events(benchmark::State& state) {
  const double days = static_cast<double>(state.range(0)) * 365.25;
  std::vector<sky::search::Query> queries;
  for (auto body = sky::Body::sun; body <= sky::Body::pluto;
       body = static_cast<sky::Body>(static_cast<int>(body) + 1)) {
    sky::search::Query query{{sky::search::Coordinate::longitude, body}};
    query.every = 30;
    query.extrema = true;
    queries.push_back(query);
  }
  std::size_t events = 0;
  for (auto unused : state) {
    events = 0;
    for (const auto& query : queries)
      events +=
          sky::search::find_events(ephemeris(), query, first_day, {first_day.value + days}, {})
              ->size();
  }
  state.counters["events"] = static_cast<double>(events);
}
BENCHMARK(Events)->Arg(1)->Arg(9)->ArgName("years");

constexpr cache::CacheSpace space{"bench", 1};

cache::CacheKey key_of(int number) {
  return cache::CacheKey::of(space, {"0.1.0", "Swiss Ephemeris", std::to_string(number)});
}

std::string noise(std::size_t size) {
  std::mt19937_64 random(1);
  std::string bytes = "\x1f\x8b";  // as if gzip had been over it
  while (bytes.size() < size)
    bytes += static_cast<char>(random());
  return bytes;
}

void Key(benchmark::State& state) {
  for (auto unused : state)
    benchmark::DoNotOptimize(key_of(1));
}
BENCHMARK(Key);

struct Caches {
  explicit Caches(cache::CacheStore* shared)
      : memory(std::size_t{64} << 20U, figures, std::chrono::steady_clock::now),
        cache(memory, shared, figures, randomness, std::chrono::steady_clock::now) {}

  cache::CacheFigures figures;
  SystemRandomness randomness;
  cache::memory::MemoryStore memory;
  cache::Cache cache;
};

// The key, and a copy of the value as an answer's body.
void MemoryHit(benchmark::State& state) {
  Caches caches(nullptr);
  caches.cache.keep(
      key_of(1),
      std::make_shared<const std::string>(noise(static_cast<std::size_t>(state.range(0)))),
      {.time_to_live = 1h});
  for (auto unused : state) {
    const auto found = caches.cache.get(key_of(1), {.time_to_live = 1h}, [] {
      return Result<std::string>(Error{ErrorCode::internal, "not kept", {}});
    });
    auto body = http::take_buffer();
    body = **found;
    benchmark::DoNotOptimize(body.data());
    http::give_back(std::move(body));
  }
}
BENCHMARK(MemoryHit)->Arg(1'000)->Arg(30'000)->Arg(300'000)->Arg(3'000'000)->ArgName("bytes");

// What decompressing a table that is kept would cost a client that does not accept gzip.
void Decompress(benchmark::State& state) {
  constexpr int gzip_format = 15 + 16;
  Api api;
  auto coded = api.answer(http::Method::post, "/api/v1/ephemeris/calculate",
                          table_request(state.range(0)), true);
  std::string text(std::size_t{32} << 20U, '\0');
  for (auto unused : state) {
    z_stream stream{};
    if (inflateInit2(&stream, gzip_format) != Z_OK)
      return state.SkipWithError("zlib does not begin");
    stream.next_in = reinterpret_cast<Bytef*>(coded.data());
    stream.avail_in = static_cast<uInt>(coded.size());
    stream.next_out = reinterpret_cast<Bytef*>(text.data());
    stream.avail_out = static_cast<uInt>(text.size());
    if (inflate(&stream, Z_FINISH) != Z_STREAM_END) state.SkipWithError("zlib does not end");
    inflateEnd(&stream);
  }
}
BENCHMARK(Decompress)->Arg(100)->Arg(1'000)->Arg(10'000)->ArgName("rows");

struct InRedis {
  InRedis() {
    clients::redis::RedisSettings settings;
    settings.address = *clients::redis::parse_redis_address(server.url());
    settings.patience = 10s;
    client = *clients::redis::RedisClient::start(settings);
    store = std::make_unique<cache::redis::RedisStore>(
        *client, figures,
        cache::redis::RedisStoreSettings{.within = 10s, .value_bytes_max = 16'000'000});
  }

  cache::CacheValue find(const cache::CacheKey& key) const {
    const auto found = std::make_shared<std::promise<cache::CacheValue>>();
    store->find(key, [found](cache::CacheValue value) { found->set_value(std::move(value)); });
    return found->get_future().get();
  }

  testing::PrivateRedis server;
  cache::CacheFigures figures;
  std::unique_ptr<clients::redis::RedisClient> client;
  std::unique_ptr<cache::redis::RedisStore> store;
};

void RedisHit(benchmark::State& state) {
  static const InRedis redis;
  const auto key = key_of(static_cast<int>(state.range(0)));
  if (state.thread_index() == 0) {
    redis.store->keep(
        key, std::make_shared<const std::string>(noise(static_cast<std::size_t>(state.range(0)))),
        1h);
    if (!redis.find(key)) state.SkipWithError("Redis has not kept it");
  }
  for (auto unused : state)
    benchmark::DoNotOptimize(redis.find(key));
}
BENCHMARK(RedisHit)
    ->Arg(1'000)
    ->Arg(30'000)
    ->Arg(300'000)
    ->Arg(1'000'000)
    ->Arg(3'000'000)
    ->ArgName("bytes")
    ->MeasureProcessCPUTime()
    ->UseRealTime();
BENCHMARK(RedisHit)
    ->Arg(1'000)
    ->ArgName("bytes")
    ->Threads(8)
    ->MeasureProcessCPUTime()
    ->UseRealTime();

}  // namespace
