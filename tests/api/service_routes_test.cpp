#include <atomic>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/api/support.h"

namespace astronova::api {
namespace {

using ::testing::HasSubstr;

/// A probe that finds what it is told, once.
class Told final : public health::Probe {
 public:
  explicit Told(health::Finding finding) : finding_(std::move(finding)) {}
  health::Finding run(std::chrono::milliseconds /*within*/) override { return finding_; }

 private:
  const health::Finding finding_;
};

/// The service routes over services in the states that a test wants.
class HealthRoutes : public ::testing::Test {
 protected:
  void depend_on(std::string name, bool required, std::string trouble = "") {
    const auto finding = trouble.empty() ? health::Finding{} : health::unhealthy(trouble);
    dependencies_.push_back({std::move(name), required, std::make_unique<Told>(finding)});
  }
  void open() { open_with(nullptr); }
  void open_with(const MetricsAccess* metrics) {
    health_.emplace(std::move(dependencies_));
    services_.emplace(Services{sky_, clock_, nullptr, &*health_, metrics});
    add_service_routes(router_, *services_);
  }
  http::Response ask(http::Request& request) const { return router_.handle(request); }
  const http::Router& router() const { return router_; }
  http::Response get(std::string_view target) const {
    http::Request request{http::Method::get, target};
    return router_.handle(request);
  }

  std::vector<health::Service> dependencies_;
  std::optional<health::Health> health_;

 private:
  StoppedClock clock_;
  const sky::Ephemeris& sky_ = **opened();
  static const Result<std::unique_ptr<sky::Ephemeris>>& opened() {
    static const auto ephemeris = sky::open_swiss_ephemeris(sky::default_ephemeris_directory);
    return ephemeris;
  }
  std::optional<Services> services_;
  http::Router router_;
};

TEST_F(HealthRoutes, TellTheStateOfEachServiceInTheirOrder) {
  depend_on("redis", false, "it is gone");
  dependencies_.push_back({"anthropic"});
  depend_on("swisseph", true);
  depend_on("database", true);
  open();
  const auto response = get("/api/v1/misc/health");
  EXPECT_EQ(response.status, 200U);
  const auto body = body_of(response);
  EXPECT_EQ(body.at("status"), "healthy");
  EXPECT_EQ(body.at("timestamp"), "2026-11-23T00:00:00Z");
  EXPECT_EQ(boost::json::serialize(body.at("checks")),
            R"({"redis":"unhealthy","anthropic":"disabled","swisseph":"healthy",)"
            R"("database":"healthy"})");
  EXPECT_EQ(get("/readyz").status, 200U);
}

TEST_F(HealthRoutes, AreNeitherHealthyNorReadyWithoutWhatIsRequired) {
  depend_on("swisseph", true);
  depend_on("database", true, "password of postgres://secret refused");
  open();
  const auto health = get("/api/v1/misc/health");
  EXPECT_EQ(health.status, 503U);
  EXPECT_EQ(body_of(health).at("status"), "unhealthy");
  const auto ready = get("/readyz");
  EXPECT_EQ(ready.status, 503U);
  const auto content = ready.content();
  const std::string text(content.data(), content.size());
  EXPECT_THAT(text, HasSubstr("database"));
  EXPECT_EQ(text.find("secret"), std::string::npos) << "reasons are for operators";
  EXPECT_EQ(get("/livez").status, 200U);
}

TEST_F(HealthRoutes, AreHealthyButNotReadyWhileDraining) {
  depend_on("swisseph", true);
  open();
  EXPECT_EQ(get("/readyz").status, 200U);
  health_->begin_draining();
  EXPECT_EQ(get("/readyz").status, 503U);
  EXPECT_EQ(get("/api/v1/misc/health").status, 200U);
  EXPECT_EQ(get("/livez").status, 200U);
}

limits::AddressRanges ranges(const std::vector<std::string>& texts) {
  return limits::AddressRanges::parse(texts).value();
}

/// GET /metrics, which this machine and a private network may read, also through one proxy.
class MetricsRoute : public HealthRoutes {
 protected:
  MetricsRoute() { open_with(&metrics_); }
  http::Response get_from(std::string_view peer, std::string_view header = {}) const {
    http::Request request{http::Method::get, "/metrics"};
    request.peer_address = peer;
    if (!header.empty()) request.headers.emplace_back(header, "10.1.2.3");
    return ask(request);
  }

 private:
  const MetricsAccess metrics_{[] { return "# HELP some text\n"; }, "text/plain; version=0.0.4",
                               ranges({"loopback", "10.0.0.0/8"}), ranges({"192.0.2.1"})};
};

TEST_F(MetricsRoute, AnswersWhomItIsFor) {
  for (const auto* peer : {"127.0.0.1", "10.200.0.1", "::1"}) {
    const auto response = get_from(peer);
    EXPECT_EQ(response.status, 200U) << peer;
    EXPECT_EQ(response.content_type, "text/plain; version=0.0.4");
    EXPECT_EQ(response.body, "# HELP some text\n");
  }
}

TEST_F(MetricsRoute, RefusesEverybodyElse) {
  for (const auto* peer : {"203.0.113.7", "2001:db8::1", ""}) {
    const auto response = get_from(peer);
    EXPECT_EQ(response.status, 403U) << peer;
    EXPECT_THAT(response.body, HasSubstr("--metrics-allow"));
  }
}

TEST_F(MetricsRoute, RefusesAProxyThatSpeaksForSomebodyElse) {
  for (const auto* header : {"X-Forwarded-For", "x-forwarded-for", "Forwarded"})
    EXPECT_EQ(get_from("127.0.0.1", header).status, 403U) << header;
  EXPECT_EQ(get_from("127.0.0.1", "X-Other").status, 200U);
}

TEST_F(MetricsRoute, BelievesATrustedProxyForWhomItAsks) {
  const auto get_through_proxy = [this](std::string_view client, std::string_view header) {
    http::Request request{http::Method::get, "/metrics"};
    request.peer_address = "192.0.2.1";
    request.headers.emplace_back(header, client);
    return ask(request).status;
  };
  EXPECT_EQ(get_through_proxy("10.1.2.3", "X-Forwarded-For"), 200U);
  EXPECT_EQ(get_through_proxy("203.0.113.7", "X-Forwarded-For"), 403U);
  EXPECT_EQ(get_through_proxy("for=10.1.2.3", "Forwarded"), 403U);
}

TEST_F(MetricsRoute, IsVitalAndLeavesTheEventLoopsAlone) {
  const auto routes = router().routes();
  const auto route = std::ranges::find(routes, "/metrics", &http::RouteInfo::pattern);
  ASSERT_NE(route, routes.end());
  EXPECT_EQ(route->priority, http::Priority::vital);
  EXPECT_EQ(route->execution, http::Execution::on_worker);
}

TEST_F(HealthRoutes, HaveNoMetricsWhereNobodyMayReadThem) {
  open();
  EXPECT_EQ(get("/metrics").status, 404U);
}

}  // namespace
}  // namespace astronova::api
