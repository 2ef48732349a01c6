#include "telemetry/call_samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace astronova::telemetry {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;

/// A vendor that answers what it is told to.
class Vendor final : public clients::HttpClient {
 public:
  Result<clients::HttpResponse> send(const clients::HttpRequest& /*request*/) override {
    clients::HttpResponse answer;
    answer.status = status;
    return answer;
  }
  unsigned status = 200;
};

TEST(CallSamples, TellWhatCallsToAVendorCameTo) {
  Vendor vendor;
  clients::CircuitBreaker::Time now(1s);
  clients::ResilientClient client(vendor, {.vendor = "apple",
                                           .breaker = {.calls_min = 4, .failures_share = 0.5},
                                           .now = [&now] { return now += 20ms; }});
  const auto text = [&client] {
    Samples samples;
    sample_calls(samples, client);
    return samples.text();
  };
  static_cast<void>(client.send({}));
  EXPECT_THAT(text(), HasSubstr("astronova_upstream_circuit_open{vendor=\"apple\"} 0\n"));
  vendor.status = 503;
  for (int i = 0; i < 4; ++i)
    static_cast<void>(client.send({}));
  constexpr auto calls = R"(astronova_upstream_calls_total{vendor="apple",result=)";
  EXPECT_THAT(
      text(),
      AllOf(HasSubstr(calls + std::string("\"answered\"} 1\n")),
            HasSubstr(calls + std::string("\"failed\"} 3\n")),
            HasSubstr(calls + std::string("\"rejected_by_circuit\"} 1\n")),
            HasSubstr(calls + std::string("\"rejected_by_cap\"} 0\n")),
            HasSubstr("astronova_upstream_call_duration_seconds_count{vendor=\"apple\"} 4\n"),
            HasSubstr("duration_seconds_bucket{vendor=\"apple\",le=\"0.01\"} 0\n"),
            HasSubstr("duration_seconds_bucket{vendor=\"apple\",le=\"0.025\"} 4\n"),
            HasSubstr("astronova_upstream_calls_in_flight{vendor=\"apple\"} 0\n"),
            HasSubstr("astronova_upstream_circuit_open{vendor=\"apple\"} 1\n")));
}

}  // namespace
}  // namespace astronova::telemetry
