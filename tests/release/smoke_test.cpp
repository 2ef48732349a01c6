#include "release/gates/smoke.h"

#include <map>

#include <gmock/gmock.h>

#include "release/gates/answer_check.h"
#include "tests/release/support/trial.h"

namespace astronova::release {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Answers by path, in order, the last one again and again.
class ScriptedHttp final : public clients::HttpClient {
 public:
  Result<clients::HttpResponse> send(const clients::HttpRequest& request) override {
    asked.push_back(request);
    auto& left = answers[request.url];
    if (left.empty()) return Error{ErrorCode::unavailable, "connection refused", {}};
    const auto answer = left.front();
    if (left.size() > 1) left.erase(left.begin());
    return answer;
  }
  std::map<std::string, std::vector<clients::HttpResponse>> answers{};
  std::vector<clients::HttpRequest> asked{};
};

clients::HttpResponse page(std::string body, unsigned status = 200) {
  return {status, {{"content-type", "text/html; charset=utf-8"}}, std::move(body)};
}

struct Smoke : ::testing::Test {
  SmokeReport run(const std::string& requests, bool vital_only = false) {
    auto file = SettingsFile::of("release.toml", requests);
    settings = read_smoke_settings(file.top().table("gates").table("smoke"));
    EXPECT_TRUE(file.finish().has_value()) << file.text();
    return SmokeTest(settings, http, waiter).run("http://green", "1.4.2", vital_only);
  }
  SmokeSettings settings{};
  ScriptedHttp http{};
  testing::FakeWaiter waiter{};
};

constexpr const char* health = R"([[gates.smoke.requests]]
name = "health"
path = "/health"
json."/status" = "healthy"
json."/version" = "{version}"
json."/up" = true
json."/count" = 3
near."/sun" = 54.4965451
tolerance = 1e-5
)";

TEST_F(Smoke, PassesWhatAnswersAsItMust) {
  http.answers["http://green/health"] = {
      page(R"({"status":"healthy","version":"1.4.2","up":true,"count":3,"sun":54.496540})")};
  const auto report = run(health);
  EXPECT_TRUE(report.is_good()) << report.what_failed();
  EXPECT_EQ(report.judgements.size(), 1U);
}

TEST_F(Smoke, SaysWhatIsThereAndWhatMustBe) {
  const std::vector<std::pair<const char*, const char*>> cases{
      {R"({"status":"ill","version":"1.4.2","up":true,"count":3,"sun":54.4965451})",
       "smoke test 'health': /status is \"ill\"; it must be \"healthy\""},
      {R"({"status":"healthy","version":"1.4.1","up":true,"count":3,"sun":54.4965451})",
       "/version is \"1.4.1\"; it must be \"1.4.2\""},
      {R"({"status":"healthy","version":"1.4.2","up":false,"count":3,"sun":54.4965451})",
       "/up is false; it must be true"},
      {R"({"status":"healthy","version":"1.4.2","up":true,"count":4,"sun":54.4965451})",
       "/count is 4; it must be 3"},
      {R"({"status":"healthy","version":"1.4.2","up":true,"count":3,"sun":54.4966})",
       "it must be 54.4965451 ± 1e-05"},
      {R"({"status":"healthy","version":"1.4.2","up":true,"count":3})",
       "/sun is not there; it must be 54.4965451"},
      {"<html>", "the answer is no JSON"},
  };
  for (const auto& [body, failure] : cases) {
    http.answers["http://green/health"] = {page(body)};
    const auto report = run(health);
    EXPECT_FALSE(report.is_good()) << body;
    EXPECT_THAT(report.what_failed(), HasSubstr(failure));
  }
}

TEST_F(Smoke, LooksAtStatusHeadersAndBody) {
  const std::string request =
      "[[gates.smoke.requests]]\nname = \"docs\"\npath = \"/docs\"\nstatus = 200\n"
      "answer_headers = { Content-Type = \"TEXT/html\" }\nanswer_contains = [\"Astro\"]\n";
  http.answers["http://green/docs"] = {page("AstroNova")};
  EXPECT_TRUE(run(request).is_good());
  http.answers["http://green/docs"] = {page("Nova")};
  EXPECT_THAT(run(request).what_failed(), HasSubstr("one with 'Astro' in it"));
  http.answers["http://green/docs"] = {page("AstroNova", 404)};
  EXPECT_THAT(run(request).what_failed(), HasSubstr("the status is 404; it must be 200"));
  http.answers["http://green/docs"] = {{200, {{"content-type", "text/plain"}}, "AstroNova"}};
  EXPECT_THAT(run(request).what_failed(), HasSubstr("the header Content-Type is text/plain"));
}

TEST_F(Smoke, SendsMethodHeadersAndBody) {
  http.answers["http://green/chart"] = {page("{}")};
  run("[[gates.smoke.requests]]\nname = \"chart\"\nmethod = \"POST\"\npath = \"/chart\"\n"
      "headers = { Content-Type = \"application/json\" }\nbody = '{\"a\":1}'\n");
  ASSERT_EQ(http.asked.size(), 1U);
  EXPECT_EQ(http.asked[0].method, clients::HttpMethod::post);
  EXPECT_EQ(http.asked[0].body, R"({"a":1})");
  EXPECT_THAT(http.asked[0].headers, ElementsAre(std::pair("Content-Type", "application/json")));
}

TEST_F(Smoke, FetchesTheFilesThatAPageNames) {
  const std::string request =
      "[[gates.smoke.requests]]\nname = \"docs\"\npath = \"/docs\"\nfollow = \"/docs/\"\n";
  http.answers["http://green/docs"] = {page(
      R"(<link href="/docs/docs.css"><script src='/docs/docs.0a1b.js'></script><a href="/">)")};
  http.answers["http://green/docs/docs.css"] = {page("a")};
  http.answers["http://green/docs/docs.0a1b.js"] = {page("b")};
  EXPECT_TRUE(run(request).is_good());
  EXPECT_EQ(http.asked.size(), 3U);
  http.answers["http://green/docs/docs.0a1b.js"] = {page("", 404)};
  EXPECT_THAT(run(request).what_failed(),
              HasSubstr("/docs/docs.0a1b.js has the status 404 and 0 bytes; it must be a file"));
  http.answers["http://green/docs"] = {page("no links")};
  EXPECT_THAT(run(request).what_failed(), HasSubstr("the page names no file"));
}

TEST_F(Smoke, AsksAgainBeforeItGivesUp) {
  http.answers["http://green/health"] = {page("", 404), page("", 404), page("{}")};
  const std::string request = "[[gates.smoke.requests]]\nname = \"h\"\npath = \"/health\"\n";
  EXPECT_TRUE(run(request).is_good());
  EXPECT_EQ(http.asked.size(), 3U);
  http.answers["http://green/health"] = {page("", 404), page("", 404), page("{}")};
  EXPECT_FALSE(run("[gates.smoke]\nattempts = 2\n" + request).is_good());
}

TEST_F(Smoke, AsksTheVitalOnesAloneWhereOnlyTheyMatter) {
  http.answers["http://green/a"] = {page("")};
  const std::string requests =
      "[[gates.smoke.requests]]\nname = \"a\"\npath = \"/a\"\nvital = true\n"
      "[[gates.smoke.requests]]\nname = \"b\"\npath = \"/b\"\n";
  EXPECT_TRUE(run(requests, true).is_good());
  EXPECT_FALSE(run(requests, false).is_good());
}

TEST_F(Smoke, AnAnswerThatDoesNotComeIsAFailure) {
  EXPECT_THAT(run(health).what_failed(), HasSubstr("connection refused; it must be an answer"));
}

TEST(LinksIn, AreThoseOfSrcAndHrefOnceEach) {
  EXPECT_THAT(
      links_in(R"(<a href="/s/x"><img src='/s/y'><b data="/s/z"><a href="/s/x"><a href=/s/q)",
               "/s/"),
      ElementsAre("/s/x", "/s/y"));
  EXPECT_TRUE(links_in("href=\"/s/unended", "/s/").empty());
  EXPECT_TRUE(links_in("=", "/").empty());
}

}  // namespace
}  // namespace astronova::release
