// Figures to Google Cloud Monitoring, as tests/support/google_cloud_server.mjs stands in for it and
// for the metadata server.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/google_cloud/cloud_monitoring.h"
#include "tests/clients/support/stand_in.h"

namespace astronova::clients::google_cloud {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::array bounds{1.0, 10.0, 100.0};
constexpr MetricDescription latency{"api/latency",
                                    MetricDescription::Kind::cumulative,
                                    MetricDescription::Type::distribution,
                                    "ms",
                                    "How long it took.",
                                    "status_class",
                                    "The class."};
constexpr MetricDescription request_count{"api/request_count",
                                          MetricDescription::Kind::cumulative,
                                          MetricDescription::Type::integer,
                                          "1",
                                          "How many there were.",
                                          "status_class",
                                          "The class."};
constexpr MetricDescription error_rate{"api/error_rate", MetricDescription::Kind::gauge,
                                       MetricDescription::Type::real, "1", "The share of errors."};

TimeSeries latencies(std::vector<std::uint64_t> counts, double sum, double sum_of_squares) {
  return {&latency, "2xx", SpreadOfValues{bounds, std::move(counts), sum, sum_of_squares}};
}

std::vector<TimeSeries> figures() {
  // 0.5, 4 and 6 ms
  return {latencies({1, 2, 0, 0}, 10.5, 52.25),
          {&request_count, "2xx", std::int64_t{3}},
          {&error_rate, {}, 0.25}};
}

class GoogleCloud : public ::testing::Test {
 protected:
  GoogleCloud() { settings_.address = google_.address() + "/"; }

  std::string host() const { return google_.address().substr(std::string("http://").size()); }
  /// Figures from an hour ago until so long after now.
  std::optional<FiguresRefused> write(const std::vector<TimeSeries>& series,
                                      std::chrono::seconds later = 0s) {
    if (!monitoring_) monitoring_.emplace(google_.client(), metadata_, settings_);
    return monitoring_->write(series, began_, began_ + 1h + later, 60s);
  }
  void expect_taken(const std::optional<FiguresRefused>& refused) {
    EXPECT_FALSE(refused) << refused->reason << google_.get("written").at("wrong");
  }
  boost::json::array points() { return google_.get("written").at("points").as_array(); }
  std::size_t tokens() { return google_.get("written").at("tokens").as_array().size(); }

  astronova::testing::StandIn google_{"google_cloud_server.mjs"};
  const Instant began_ = SystemClock().now() - 1h;
  astronova::testing::SetClock clock_{began_};
  MetadataServer metadata_{google_.client(), host(), clock_};
  CloudMonitoringSettings settings_{
      .task = {.name_space = "astronova", .job = "astronova", .task_id = "an-instance"}};
  std::optional<CloudMonitoring> monitoring_;
};

TEST_F(GoogleCloud, TakesFiguresOfAllKindsAsTheyWereMeant) {
  expect_taken(write(figures()));
  const auto taken = points();
  ASSERT_EQ(taken.size(), 3U);
  const auto& spread = taken[0].at("point").at("value").at("distributionValue");
  EXPECT_EQ(spread.at("count"), "3");
  EXPECT_DOUBLE_EQ(spread.at("mean").to_number<double>(), 3.5);
  // (0.5 - 3.5)² + (4 - 3.5)² + (6 - 3.5)²
  EXPECT_DOUBLE_EQ(spread.at("sumOfSquaredDeviation").to_number<double>(), 15.5);
  EXPECT_EQ(spread.at("bucketCounts"), boost::json::parse(R"(["1","2","0","0"])"));
  EXPECT_EQ(taken[0].at("metric").at("type"), "custom.googleapis.com/api/latency");
  EXPECT_EQ(taken[0].at("metric").at("labels").at("status_class"), "2xx");
  EXPECT_EQ(taken[1].at("point").at("value").at("int64Value"), "3");
  EXPECT_EQ(taken[2].at("point").at("value").at("doubleValue").to_number<double>(), 0.25);
  EXPECT_EQ(taken[2].at("resource"), boost::json::parse(R"({"type": "generic_task", "labels": {
      "project_id": "astronova-test", "location": "europe-west1", "namespace": "astronova",
      "job": "astronova", "task_id": "an-instance"}})"));
}

TEST_F(GoogleCloud, TakesFiguresOfNothing) {
  expect_taken(write({latencies({0, 0, 0, 0}, 0, 0), {&request_count, "2xx", std::int64_t{0}}}));
}

TEST_F(GoogleCloud, TakesOneValueWhoseSquareIsNotQuiteThatOfItsSum) {
  const double value = 0.1;
  expect_taken(write({latencies({1, 0, 0, 0}, value, value * value - 1e-18)}));
}

TEST_F(GoogleCloud, IsToldOfAMetricOnceBeforeItsFirstValue) {
  expect_taken(write(figures()));
  expect_taken(write(figures(), 5s));
  EXPECT_EQ(google_.asked("POST /v3/projects/astronova-test/metricDescriptors"), 3);
  const auto described = google_.get("written").at("descriptors").as_object();
  EXPECT_EQ(described.size(), 3U);
  EXPECT_EQ(described.at("custom.googleapis.com/api/latency").at("unit"), "ms");
  EXPECT_EQ(points().size(), 6U);
}

TEST_F(GoogleCloud, IsGivenNoMoreThanTwoHundredSeriesAtOnce) {
  std::vector<TimeSeries> many;
  for (int i = 0; i < 450; ++i)
    many.push_back({&request_count, "class " + std::to_string(i), std::int64_t{i}});
  expect_taken(write(many));
  EXPECT_EQ(google_.asked("POST /v3/projects/astronova-test/timeSeries"), 3);
  EXPECT_EQ(points().size(), 450U);
}

TEST_F(GoogleCloud, TheStandInRefusesWhatComesTooSoonOrFalls) {
  expect_taken(write(figures()));
  const auto soon = write(figures(), 4s);
  ASSERT_TRUE(soon);
  EXPECT_THAT(soon->reason, HasSubstr("400"));
  EXPECT_TRUE(write({{&request_count, "2xx", std::int64_t{2}}}, 10s)) << "it was 3";
  EXPECT_TRUE(write({latencies({1, 2, 0, 0}, 300, 52.25)}, 10s))
      << "no such mean is in the buckets";
  EXPECT_EQ(points().size(), 3U);
}

TEST_F(GoogleCloud, OnAMachineTheLocationIsItsZone) {
  google_.post("settings", {{"place", "machine"}});
  expect_taken(write(figures()));
  EXPECT_EQ(points()[0].at("resource").at("labels").at("location"), "europe-west1-b");
}

TEST_F(GoogleCloud, AProjectThatIsNamedIsNotAskedFor) {
  settings_.task.project_id = "another-project";
  const auto refused = write(figures());
  ASSERT_TRUE(refused);
  EXPECT_THAT(refused->reason, HasSubstr("--google-cloud-project"));
  EXPECT_EQ(google_.asked("GET /computeMetadata/v1/project/project-id"), 0);
}

TEST_F(GoogleCloud, ATokenIsKeptUntilShortlyBeforeItExpires) {
  expect_taken(write(figures()));
  clock_.advance(3599s - 226s);
  expect_taken(write(figures(), 5s));
  EXPECT_EQ(tokens(), 1U);
  clock_.advance(1s);
  expect_taken(write(figures(), 10s));
  EXPECT_EQ(tokens(), 2U);
}

TEST_F(GoogleCloud, ATokenThatIsRefusedIsAskedForAnewTheNextTime) {
  expect_taken(write(figures()));
  google_.post("revoke");
  const auto refused = write(figures(), 5s);
  ASSERT_TRUE(refused);
  EXPECT_THAT(refused->reason, HasSubstr("401"));
  EXPECT_THAT(refused->reason, ::testing::Not(HasSubstr("ya29")));
  expect_taken(write(figures(), 10s));
  EXPECT_EQ(tokens(), 2U);
}

TEST_F(GoogleCloud, NobodyElseIsTakenForTheMetadataServer) {
  google_.post("settings", {{"place", "elsewhere"}});
  const auto refused = write(figures());
  ASSERT_TRUE(refused);
  EXPECT_THAT(refused->reason, HasSubstr("not the metadata server"));
}

TEST_F(GoogleCloud, TokensThatCannotBeReadAreNone) {
  for (const auto* const wrong :
       {"", "ya29.text", "{}", R"({"access_token": "", "expires_in": 1})",
        R"({"access_token": "a"})", R"({"access_token": 1, "expires_in": 1})",
        R"({"access_token": "a", "expires_in": "x"})",
        R"({"access_token": "a", "expires_in": 1e300})"}) {
    google_.post("fault", {{"path", "/computeMetadata/v1/instance/service-accounts/default/token"},
                           {"times", 1},
                           {"status", 200},
                           {"headers", {{"metadata-flavor", "Google"}}},
                           {"body", wrong}});
    const auto token = metadata_.token(std::chrono::steady_clock::now() + 60s);
    EXPECT_FALSE(token) << wrong;
    metadata_.forget_token();
  }
}

TEST_F(GoogleCloud, EachRefusalSaysWhatCanBeDoneAndNothingIsSentAgain) {
  const std::vector<std::pair<int, std::string>> refusals{{403, "roles/monitoring.metricWriter"},
                                                          {404, "no such project"},
                                                          {429, "quota"},
                                                          {500, "500"},
                                                          {503, "503"}};
  expect_taken(write(figures()));
  auto asked = google_.asked("POST /v3/projects/astronova-test/timeSeries");
  for (const auto& [status, says] : refusals) {
    google_.post("fault", {{"path", "/v3/projects/astronova-test/timeSeries"},
                           {"times", 1},
                           {"status", status},
                           {"headers", {{"retry-after", "90"}}},
                           {"body", "somebody's text"}});
    const auto refused = write(figures(), 5s);
    ASSERT_TRUE(refused);
    EXPECT_THAT(refused->reason, HasSubstr(says));
    EXPECT_THAT(refused->reason, ::testing::Not(HasSubstr("somebody")));
    EXPECT_EQ(refused->retry_after, 90s);
    EXPECT_EQ(google_.asked("POST /v3/projects/astronova-test/timeSeries"), ++asked);
  }
}

TEST_F(GoogleCloud, AnApiThatDoesNotAnswerIsGivenUpInTime) {
  expect_taken(write(figures()));
  google_.post("fault", {{"path", "/v3/projects/astronova-test/timeSeries"}, {"silent", true}});
  EXPECT_TRUE(monitoring_->write(figures(), began_, began_ + 2h, 30ms));
}

}  // namespace
}  // namespace astronova::clients::google_cloud
