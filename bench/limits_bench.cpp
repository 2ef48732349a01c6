// What it costs to decide whether a request is let in, in this process.

#include <benchmark/benchmark.h>

#include "api/limit_admission.h"
#include "limits/local_limiter.h"

namespace {

using namespace astronova;
using namespace astronova::limits;

constexpr std::uint32_t clients = 50'000;

std::vector<Subject> addresses() {
  std::vector<Subject> subjects(clients);
  for (std::uint32_t i = 0; i < clients; ++i) {
    auto& subject = subjects[i];
    subject.id = IpAddress::parse("198.18.0.0")->bytes();
    subject.id[13] = static_cast<std::uint8_t>(i >> 16U);
    subject.id[14] = static_cast<std::uint8_t>(i >> 8U);
    subject.id[15] = static_cast<std::uint8_t>(i);
  }
  return subjects;
}

// A rule that is never met, with a bucket.
Rules generous() {
  return Rules::parse(
             "default=10000000/1000s burst 10000000;auth=off;costly=10000000/1000s,10000000/1d;"
             "shared=10000000/1000s")
      .value();
}

/// Of many clients in turn, as far apart in memory as they are.
void decide_of_an_address(benchmark::State& state) {
  LocalLimiter limiter(generous(), {.seed = 1});
  const auto subjects = addresses();
  std::size_t next = 0;
  for (auto _ : state) {
    const Charge charge{LimitClass::usual, subjects[next]};
    benchmark::DoNotOptimize(limiter.decide(std::span(&charge, 1)));
    next = (next + 7'919) % clients;
  }
}
BENCHMARK(decide_of_an_address);

/// Of one client, whose record the caches hold.
void decide_of_the_same_address(benchmark::State& state) {
  LocalLimiter limiter(generous(), {.seed = 1});
  const Charge charge{LimitClass::usual, addresses().front()};
  for (auto _ : state)
    benchmark::DoNotOptimize(limiter.decide(std::span(&charge, 1)));
}
BENCHMARK(decide_of_the_same_address);

/// A guest at a costly route: four charges, six rules.
void decide_of_a_guest(benchmark::State& state) {
  LocalLimiter limiter(generous(), {.seed = 1});
  const auto address = addresses().front();
  const auto account = Subject::of_account("1f0e5c1e-2c8e-4b2b-9d55-6f6f0f5f9d11");
  const std::array<Charge, 4> charges{{{LimitClass::usual, address},
                                       {LimitClass::costly, address},
                                       {LimitClass::usual, account},
                                       {LimitClass::costly, account}}};
  for (auto _ : state)
    benchmark::DoNotOptimize(limiter.decide(charges));
}
BENCHMARK(decide_of_a_guest);

void refuse_the_banned(benchmark::State& state) {
  LocalLimiter limiter(Rules::parse("default=1/60s ban 31d").value(), {.seed = 1});
  const Charge charge{LimitClass::usual, addresses().front()};
  for (auto _ : state)
    benchmark::DoNotOptimize(limiter.decide(std::span(&charge, 1)));
}
BENCHMARK(refuse_the_banned);

class Never final : public http::Admission::Later {
  http::Admission::Told told() override { return {}; }
};

/// The whole of it: the client's address behind a proxy, the decision, and the header lines.
void admit_a_request(benchmark::State& state) {
  const auto rules = generous();
  const std::vector<std::string> trusted{"10.0.0.0/8"};
  const auto proxies = AddressRanges::parse(trusted).value();
  LocalLimiter limiter(rules, {.seed = 1});
  api::LimitAdmission admission({limiter, rules, proxies});
  http::Request request{http::Method::post, "/api/v1/chart/generate"};
  request.peer_address = "10.0.0.1";
  for (const auto& [name, value] : std::initializer_list<std::pair<const char*, const char*>>{
           {"Host", "astronova.example"},
           {"X-Forwarded-For", "203.0.113.7"},
           {"X-Forwarded-Proto", "https"},
           {"User-Agent", "Mozilla/5.0"},
           {"Accept", "application/json"},
           {"Accept-Encoding", "gzip, br"},
           {"Content-Type", "application/json"}})
    request.headers.emplace_back(name, value);
  const http::RouteInfo route{http::Method::post, "/api/v1/chart/generate"};
  Never later;
  for (auto _ : state)
    benchmark::DoNotOptimize(admission.decide(request, &route, later));
}
BENCHMARK(admit_a_request);

}  // namespace
