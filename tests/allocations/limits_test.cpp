// What letting a request in allocates: nothing, for a client that is known.

#include <gtest/gtest.h>

#include "api/limit_admission.h"
#include "limits/local_limiter.h"
#include "tests/support/allocation_count.h"

namespace astronova::api {
namespace {

class Never final : public http::Admission::Later {
  http::Admission::Told told() override { return {}; }
};

TEST(Allocations, ThereAreNoneForARequestThatTheLimitsLetIn) {
  const auto rules = limits::Rules::parse("default=1000000/60s burst 1000000").value();
  const auto proxies = limits::AddressRanges::parse(std::vector<std::string>{"10.0.0.0/8"}).value();
  limits::LocalLimiter limiter(rules, {});
  LimitAdmission admission({limiter, rules, proxies});
  http::Request request{http::Method::post, "/api/v1/chart/generate"};
  request.peer_address = "10.0.0.1";
  request.headers.emplace_back("X-Forwarded-For", "9.9.9.9, 203.0.113.7");
  const http::RouteInfo route{http::Method::post, "/api/v1/chart/generate"};
  Never later;
  const auto ask = [&] {
    const auto decision = admission.decide(request, &route, later);
    ASSERT_TRUE(decision && !decision->refusal);
    ASSERT_NE(decision->headers.text(), "");
  };
  ask();
  const std::size_t before = testing::allocation_count();
  for (int i = 0; i < 1'000; ++i)
    ask();
  EXPECT_EQ(testing::allocation_count() - before, 0U);
}

}  // namespace
}  // namespace astronova::api
