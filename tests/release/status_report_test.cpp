#include "release/releaser/status_report.h"

#include <boost/json/parse.hpp>

#include <gmock/gmock.h>

namespace astronova::release {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const Instant noon = parse_rfc3339("2026-11-25T12:00:00Z").value();

Revision revision(const std::string& name, int percent) {
  return {name,    {"1.4." + name.substr(4), "sha256:0123456789abcdef", "/opt"},
          percent, true,
          true,    "http://127.0.0.1:808" + name.substr(4)};
}

StatusReport quiet() {
  StatusReport report;
  report.service.revisions = {revision("r0001", 0), revision("r0002", 100)};
  report.state.good = {{"r0001", {}, std::nullopt}, {"r0002", {}, std::nullopt}};
  return report;
}

TEST(StatusReport, HasNothingToSayOfAServiceThatIsAsItShouldBe) {
  EXPECT_TRUE(advice(quiet()).empty());
  EXPECT_THAT(text_of(quiet()),
              HasSubstr("r0002                      1.4.2            100 %  ready "
                        "    sha256:0123456789ab  http://127.0.0.1:8082\n"));
}

TEST(StatusReport, SaysWhereWhatServesIsNotWhatWasPromoted) {
  auto report = quiet();
  report.service.revisions[1].traffic_percent = 40;
  EXPECT_THAT(advice(report), ElementsAre("r0002 was promoted last, and has 40 % of the requests"));
  report = quiet();
  report.service.revisions.pop_back();
  EXPECT_THAT(advice(report), ElementsAre("r0002 was promoted last, and is not there any more"));
  report = quiet();
  report.service.revisions[1].is_ready = false;
  EXPECT_THAT(advice(report), ElementsAre("r0002 has all requests, and is not ready"));
}

TEST(StatusReport, SaysHowWhatIsUnfinishedIsEnded) {
  auto report = quiet();
  Undertaking undertaking;
  undertaking.id = "id";
  undertaking.by = "alice";
  undertaking.began = noon;
  undertaking.candidate.revision = "r0003";
  undertaking.step = Step::canary;
  undertaking.percent = 10;
  report.state.under_way = undertaking;
  EXPECT_THAT(advice(report), Contains(HasSubstr("was to have 10 % of the requests, and has 0 %")));
  EXPECT_THAT(advice(report), Contains(HasSubstr("`abort` makes room for another")));
  report.state.under_way->stable = report.state.good.back();
  EXPECT_THAT(advice(report), Contains(HasSubstr("`rollback` gives all requests back")));
  report.working = "4711";
  EXPECT_THAT(advice(report), Contains("process 4711 is at it"));
  report.working.reset();
  report.state.under_way->waits_for = 50;
  EXPECT_THAT(advice(report), Contains(HasSubstr("it waits for approval of 50 %")));
  report.state.under_way->waits_for = 0;
  report.state.under_way->step = Step::rolling_back;
  EXPECT_THAT(advice(report), Contains("nothing is at it: `rollback` brings it to its end"));
}

TEST(StatusReport, TellsWhatIsWrittenDownWhereTheEngineDoesNotAnswer) {
  StatusReport report;
  report.state = quiet().state;
  report.unanswered = "the balancer's socket is not there";
  EXPECT_THAT(advice(report),
              ElementsAre("who serves is not known: the balancer's socket is not there"));
}

TEST(StatusReport, IsJsonForPrograms) {
  auto report = quiet();
  report.lock = LockNote{"bob", "moving", noon};
  report.freeze = "weekend";
  const auto json = boost::json::parse(json_of(report));
  EXPECT_EQ(json.at("revisions").at(1).at("trafficPercent").as_int64(), 100);
  EXPECT_EQ(json.at("lock").at("owner").as_string(), "bob");
  EXPECT_EQ(json.at("notes").as_array().size(), 2U);
  EXPECT_EQ(json.at("state").at("good").as_array().size(), 2U);
}

TEST(History, IsATableWithTheFiguresThatFailedMarked) {
  AuditEntry entry;
  entry.at = noon;
  entry.by = "alice";
  entry.action = "canary-failed";
  entry.revision = "r0003";
  entry.percent = 10;
  entry.why = "two\nlines";
  entry.judgements = {{"p99", "30 ms", "at most 15 ms", false}};
  const auto text = text_of(std::vector{entry});
  EXPECT_THAT(text,
              HasSubstr("2026-11-25T12:00:00Z alice              canary-failed 10 %   r0003"));
  EXPECT_THAT(text, HasSubstr("two lines\n"));
  EXPECT_THAT(text, HasSubstr("x  p99: 30 ms; at most 15 ms\n"));
}

}  // namespace
}  // namespace astronova::release
