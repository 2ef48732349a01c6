// What tracing and counting allocate for a request that is not recorded: nothing.

#include "telemetry/tracing.h"

#include <gtest/gtest.h>

#include "telemetry/request_figures.h"
#include "tests/support/allocation_count.h"

namespace astronova::telemetry {
namespace {

using http::Exchange;
using http::Method;
using http::Request;

constexpr int requests = 1'000;

std::size_t allocations_while_observed(http::RequestObserver& observer) {
  const http::RouteInfo route{.method = Method::get, .pattern = "/charts"};
  Request request(Method::get, "/charts");
  request.headers.emplace_back("traceparent",
                               "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00");
  const std::size_t before = testing::allocation_count();
  for (int i = 0; i < requests; ++i) {
    observer.began(request);
    observer.entering(request);
    observer.left(request);
    observer.ended({request, &route, 200, false, false, 1'000, {}, {}});
    if (i == 0) request.headers.clear();
  }
  return testing::allocation_count() - before;
}

TEST(Allocations, ThereAreNoneForARequestThatIsTracedButNotRecorded) {
  const SystemClock clock;
  Sampling sampling({0, 100});
  Tracing tracing(clock, sampling, nullptr);
  EXPECT_EQ(allocations_while_observed(tracing), 0U);
}

TEST(Allocations, ThereAreNoneForARequestThatIsCounted) {
  RequestFigures figures;
  EXPECT_EQ(allocations_while_observed(figures), 0U);
}

}  // namespace
}  // namespace astronova::telemetry
