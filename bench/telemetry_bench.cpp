// What it costs a request to be measured and logged: nanoseconds of the thread that answers (Time),
// and of all threads together (CPU), the one that writes the log included. The log goes to
// /dev/null.

#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/randomness.h"
#include "telemetry/log/log.h"
#include "telemetry/log/request_log.h"
#include "telemetry/request_metrics.h"
#include "telemetry/request_observers.h"

namespace {

using namespace astronova;

const http::RouteInfo chart_route{
    http::Method::post, "/api/v1/chart/generate", http::Execution::on_loop, {}};

// Requests such as chart/generate, as the server tells of them.
class Exchanges {
 public:
  Exchanges() {
    request_.request_id = "0123456789abcdef0123456789abcdef";
    request_.peer_address = "203.0.113.7";
    request_.trace.trace_id.fill(0x5A);
  }
  void tell(http::RequestObserver& observer) {
    observer.began(request_);
    observer.entering(request_);
    observer.left(request_);
    const http::Exchange::Time received{std::chrono::microseconds(++count_)};
    observer.ended({request_, &chart_route, 200, false, false, 4300, received,
                    received + std::chrono::microseconds(50 + count_ % 7000)});
  }
  http::Request& request() { return request_; }

 private:
  http::Request request_{http::Method::post, "/api/v1/chart/generate"};
  int count_ = 0;
};

class Null {
 public:
  int descriptor() const { return descriptor_; }
  ~Null() { ::close(descriptor_); }

 private:
  int descriptor_ = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
};

// Destroyed with the last line written.
struct Logged {
  Null null;
  SystemClock clock;
  SystemRandomness randomness;
  telemetry::Log log;
  telemetry::RequestLog requests;

  explicit Logged(double share, bool is_json = true)
      : log({.is_json = is_json, .writer = {.descriptor = null.descriptor()}}, clock),
        requests(log, {.share = share}, telemetry::Pseudonyms("key"), randomness) {}
};

void tell_all(benchmark::State& state, http::RequestObserver& observer) {
  Exchanges exchanges;
  for (auto _ : state)
    exchanges.tell(observer);
}

void RequestIsMeasured(benchmark::State& state) {
  static telemetry::RequestMetrics metrics;
  tell_all(state, metrics);
}
BENCHMARK(RequestIsMeasured)->ThreadRange(1, 2)->MeasureProcessCPUTime()->UseRealTime();

void RequestIsLogged(benchmark::State& state) {
  static Logged logged(1);
  tell_all(state, logged.requests);
  if (state.thread_index() == 0)
    state.counters["dropped"] = static_cast<double>(logged.log.counts().dropped);
}
BENCHMARK(RequestIsLogged)->ThreadRange(1, 2)->MeasureProcessCPUTime()->UseRealTime();

void RequestIsLoggedAsText(benchmark::State& state) {
  static Logged logged(1, false);
  tell_all(state, logged.requests);
}
BENCHMARK(RequestIsLoggedAsText)->MeasureProcessCPUTime()->UseRealTime();

void RequestOfAnAccountIsLogged(benchmark::State& state) {
  static Logged logged(1);
  Exchanges exchanges;
  exchanges.request().notes.subject = "0f8fad5b-d9cb-469f-a165-70867728950e";
  for (auto _ : state)
    exchanges.tell(logged.requests);
}
BENCHMARK(RequestOfAnAccountIsLogged)->MeasureProcessCPUTime()->UseRealTime();

void OneRequestInAHundredIsLogged(benchmark::State& state) {
  static Logged logged(0.01);
  tell_all(state, logged.requests);
}
BENCHMARK(OneRequestInAHundredIsLogged)->MeasureProcessCPUTime()->UseRealTime();

void RequestIsMeasuredAndLogged(benchmark::State& state) {
  static telemetry::RequestMetrics metrics;
  static Logged logged(1);
  static telemetry::RequestObservers both({&metrics, &logged.requests});
  tell_all(state, both);
}
BENCHMARK(RequestIsMeasuredAndLogged)->ThreadRange(1, 2)->MeasureProcessCPUTime()->UseRealTime();

// A server of many routes is asked for its metrics.
void MetricsAreRead(benchmark::State& state) {
  telemetry::RequestMetrics requests;
  std::vector<http::RouteInfo> routes;
  for (int i = 0; i < 70; ++i)
    routes.push_back({http::Method::get, "/api/v1/route/" + std::to_string(i), {}, {}});
  const http::Request request(http::Method::get, "/");
  for (const auto& route : routes) {
    for (const unsigned status : {200U, 400U, 404U})
      requests.ended({request, &route, status, false, false, 100, {}, {}});
  }
  telemetry::Metrics metrics;
  metrics.add_source([&requests](telemetry::Samples& samples) { requests.sample(samples); });
  std::size_t bytes = 0;
  for (auto _ : state)
    bytes = metrics.text().size();
  state.counters["bytes"] = static_cast<double>(bytes);
}
BENCHMARK(MetricsAreRead)->Unit(benchmark::kMicrosecond);

}  // namespace
