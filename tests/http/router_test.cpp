#include "http/router.h"

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/log.h"
#include "base/work_context.h"

namespace astronova::http {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;

Handler says(std::string name) {
  return [name = std::move(name)](const Request& request) {
    Response response;
    response.body = name;
    for (const auto& [key, value] : request.path_parameters) {
      response.body.append(" ").append(key).append("=").append(value);
    }
    return response;
  };
}

Router charts() {
  Router router;
  router.add(Method::get, "/", says("root"));
  router.add(Method::get, "/chart/{chartId}", says("chart"));
  router.add(Method::delete_, "/chart/{chartId}", says("forget"));
  router.add(Method::get, "/chart/{chartId}.svg", says("svg"));
  router.add(Method::get, "/chart/history", says("history"));
  router.add(Method::post, "/chart/history/{year}/x", says("deep"));
  router.add(Method::get, "/{kind}/history/{year}", says("any"), Execution::on_worker);
  return router;
}

std::string answer(Method method, std::string_view target) {
  static const Router router = charts();
  Request request(method, target);
  const Response response = router.handle(request);
  return response.status == 200 ? response.body : std::to_string(response.status);
}

TEST(Router, FindsLiteralAndParameterSegments) {
  EXPECT_EQ(answer(Method::get, "/"), "root");
  EXPECT_EQ(answer(Method::get, "/chart/42"), "chart chartId=42");
  EXPECT_EQ(answer(Method::delete_, "/chart/42"), "forget chartId=42");
  EXPECT_EQ(answer(Method::get, "/chart/history?page=2"), "history");
}

TEST(Router, PrefersLiteralTextToParameters) {
  EXPECT_EQ(answer(Method::get, "/chart/42.svg"), "svg chartId=42");
  EXPECT_EQ(answer(Method::get, "/chart/.svg"), "chart chartId=.svg");
}

TEST(Router, TriesAParameterWhereTheLiteralLeadsNowhere) {
  EXPECT_EQ(answer(Method::get, "/chart/history/1990"), "any kind=chart year=1990");
  EXPECT_EQ(answer(Method::post, "/chart/history/1990/x"), "deep year=1990");
}

TEST(Router, MatchesDecodedPaths) {
  EXPECT_EQ(answer(Method::get, "/ch%61rt/4%32"), "chart chartId=42");
}

TEST(Router, AnswersHeadWhereItAnswersGet) {
  EXPECT_EQ(answer(Method::head, "/chart/42"), "chart chartId=42");
  EXPECT_EQ(answer(Method::head, "/chart/history/1990/x"), "405");
}

TEST(Router, KnowsUnknownPaths) {
  for (const char* path : {"/chart", "/chart/", "/chart/1/2", "//", "/chart//", "/x/../"}) {
    EXPECT_EQ(answer(Method::get, path), "404") << path;
  }
}

TEST(Router, NamesTheAllowedMethodsOfAPath) {
  const Router router = charts();
  Request request(Method::post, "/chart/42");
  const Response refused = router.handle(request);
  EXPECT_EQ(refused.status, 405U);
  EXPECT_EQ(refused.content_type, "application/problem+json");
  EXPECT_THAT(refused.headers, ElementsAre(Pair("Allow", "GET, HEAD, DELETE, OPTIONS")));
  request.method = Method::options;
  const Response options = router.handle(request);
  EXPECT_EQ(options.status, 204U);
  EXPECT_THAT(options.headers, ElementsAre(Pair("Allow", "GET, HEAD, DELETE, OPTIONS")));
}

TEST(Router, TreatsAnUnknownMethodAsOneThatIsNotAllowed) {
  std::vector<std::pair<std::string_view, std::string_view>> parameters;
  const Router router = charts();
  const auto lookup = router.find(std::nullopt, "/chart/42", parameters);
  EXPECT_EQ(lookup.route, nullptr);
  EXPECT_EQ(lookup.allowed, "GET, HEAD, DELETE, OPTIONS");
}

TEST(Router, ListsItsRoutes) {
  const auto routes = charts().routes();
  ASSERT_EQ(routes.size(), 7U);
  EXPECT_EQ(routes[2].pattern, "/chart/{chartId}");
  EXPECT_EQ(routes[2].method, Method::delete_);
  EXPECT_EQ(routes[6].execution, Execution::on_worker);
}

TEST(Router, RefusesRoutesThatCannotBeMeant) {
  Router router = charts();
  EXPECT_THROW(router.add(Method::get, "/chart/{other}", says("")), std::logic_error);
  EXPECT_THROW(router.add(Method::get, "chart", says("")), std::logic_error);
  EXPECT_THROW(router.add(Method::get, "/{", says("")), std::logic_error);
  EXPECT_THROW(router.add(Method::get, "/{}", says("")), std::logic_error);
}

TEST(Router, TellsTheCallerNothingOfWhatAHandlerThrew) {
  Router router;
  router.add(Method::get, "/",
             [](const Request&) -> Response { throw std::runtime_error("password is swordfish"); });
  Request request(Method::get, "/");
  request.request_id = "request-1";
  testing::internal::CaptureStderr();
  const Response response = router.handle(request);
  const std::string log = testing::internal::GetCapturedStderr();
  EXPECT_EQ(response.status, 500U);
  EXPECT_THAT(response.body, Not(HasSubstr("swordfish")));
  EXPECT_THAT(response.body, HasSubstr("request-1"));
  EXPECT_THAT(log, HasSubstr("request-1"));
  EXPECT_THAT(log, HasSubstr("swordfish"));
}

/// Keeps what is logged.
class Kept final : public LogSink {
 public:
  Kept() : former_(set_log_sink(this)) {}
  ~Kept() override { set_log_sink(former_); }
  void write(const LogEvent& event) noexcept override { events.push_back(event); }
  std::vector<LogEvent> events;

 private:
  LogSink* former_;
};

TEST(Router, LogsWhatAHandlerThrewWithItsTypeAndTheTemplateOfItsRoute) {
  Router router;
  router.add(Method::get, "/people/{name}",
             [](const Request&) -> Response { throw std::out_of_range("too far"); });
  Request request(Method::get, "/people/Wilhelmina");
  request.request_id = "request-1";
  const Kept kept;
  WorkNotes notes;
  {
    const WorkScope work({.notes = &notes});
    router.handle(request);
  }
  ASSERT_EQ(kept.events.size(), 1U);
  const auto& event = kept.events.front();
  EXPECT_EQ(event.severity, Severity::error);
  EXPECT_EQ(event.event, "error");
  EXPECT_EQ(event.message, "request request-1 failed: too far");
  using Field = std::pair<std::string_view, std::string>;
  EXPECT_THAT(event.fields,
              ElementsAre(Field("error_type", "std::out_of_range"),
                          Field("error_message", "too far"), Field("request_id", "request-1")));
  EXPECT_THAT(event.context,
              ElementsAre(Field("method", "GET"), Field("endpoint", "/people/{name}")));
  EXPECT_TRUE(notes.is_failure_told);
}

TEST(Router, SurvivesAHandlerThatThrowsWhatIsNoException) {
  Router router;
  router.add(Method::get, "/", [](const Request&) -> Response { throw 42; });
  Request request(Method::get, "/");
  testing::internal::CaptureStderr();
  EXPECT_EQ(router.handle(request).status, 500U);
  EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("failed"));
}

}  // namespace
}  // namespace astronova::http
