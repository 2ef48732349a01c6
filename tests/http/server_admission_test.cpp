// What stands between a whole request and its handler.

#include <atomic>
#include <future>
#include <mutex>
#include <thread>

#include <gtest/gtest.h>

#include "http/admission.h"
#include "http/problem.h"
#include "tests/http/running_server.h"

namespace astronova::http {
namespace {

Admission::Decision refusing(unsigned status) {
  Admission::Decision decision;
  decision.refusal = problem_response({status, "Not now.", {}, {}, {}}, "id");
  decision.headers.add("X-Decided", "no");
  return decision;
}

Admission::Decision letting_in() {
  Admission::Decision decision;
  decision.headers.add("X-Decided", "yes");
  return decision;
}

// Decides by the path: /later… is kept for the test to decide.
class ByPath final : public Admission {
 public:
  std::optional<Decision> decide(const Request& request, const RouteInfo* route,
                                 Later& later) override {
    if (request.path.starts_with("/later")) {
      kept_.set_value(later.told());
      return std::nullopt;
    }
    if (request.path.starts_with("/elsewhere")) {
      std::thread([told = later.told()] { told(letting_in()); }).detach();
      return std::nullopt;
    }
    if (request.path.starts_with("/refused")) return refusing(429);
    routes_ += route ? 1 : 0;
    return letting_in();
  }

  Told kept() { return kept_.get_future().get(); }
  int with_route() const { return routes_; }

 private:
  std::promise<Told> kept_;
  std::atomic<int> routes_{0};
};

class ServerAdmission : public ::testing::Test {
 protected:
  Router router() {
    Router routes;
    const auto count = [this](const Request&) {
      ++handled_;
      return Response{.body = "handled"};
    };
    for (const char* path : {"/now", "/later", "/elsewhere", "/refused"})
      routes.add(Method::get, path, count);
    routes.add(Method::get, "/later/worker", count, Execution::on_worker);
    return routes;
  }
  ServerOptions options() {
    auto chosen = quick_options();
    chosen.admission = &admission_;
    return chosen;
  }

  std::atomic<int> handled_{0};
  ByPath admission_;
  RunningServer server_{router(), options()};
  Client client_{server_.port()};
};

TEST_F(ServerAdmission, WhatIsLetInIsAnsweredByItsHandlerWithTheDecisionsHeaders) {
  const auto answer = client_.ask(get("/now"));
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.body, "handled");
  EXPECT_EQ(answer.header("X-Decided"), "yes");
}

TEST_F(ServerAdmission, WhatIsRefusedNeverReachesItsHandlerAndTheConnectionGoesOn) {
  const auto answer = client_.ask(get("/refused"));
  EXPECT_EQ(answer.status, 429U);
  EXPECT_EQ(answer.header("X-Decided"), "no");
  EXPECT_EQ(handled_, 0);
  EXPECT_EQ(client_.ask(get("/now")).status, 200U);
}

TEST_F(ServerAdmission, APathThatIsNotThereIsDecidedOfTooWithoutARoute) {
  EXPECT_EQ(client_.ask(get("/nowhere")).header("X-Decided"), "yes");
  EXPECT_EQ(admission_.with_route(), 0);
  client_.ask(get("/now"));
  EXPECT_EQ(admission_.with_route(), 1);
}

TEST_F(ServerAdmission, ADecisionMayComeLaterFromAnotherThread) {
  client_.send(get("/later"));
  const auto told = admission_.kept();
  EXPECT_EQ(handled_, 0);
  told(letting_in());
  const auto answer = client_.receive();
  EXPECT_EQ(answer.body, "handled");
  EXPECT_EQ(answer.header("X-Decided"), "yes");
}

TEST_F(ServerAdmission, ALateRefusalIsTheAnswer) {
  client_.send(get("/later"));
  admission_.kept()(refusing(429));
  EXPECT_EQ(client_.receive().status, 429U);
  EXPECT_EQ(handled_, 0);
}

TEST_F(ServerAdmission, WhatALateDecisionLetsInMayGoOnToAWorker) {
  client_.send(get("/later/worker"));
  admission_.kept()(letting_in());
  EXPECT_EQ(client_.receive().body, "handled");
}

TEST_F(ServerAdmission, ManyRequestsOfOneConnectionWaitEachForItsOwnDecision) {
  for (int i = 0; i < 50; ++i)
    EXPECT_EQ(client_.ask(get("/elsewhere")).body, "handled");
  EXPECT_EQ(handled_, 50);
}

TEST_F(ServerAdmission, AClientThatIsGoneBeforeTheDecisionHarmsNobody) {
  client_.send(get("/later"));
  const auto told = admission_.kept();
  client_.reset();
  told(letting_in());
  Client another(server_.port());
  EXPECT_EQ(another.ask(get("/now")).status, 200U);
}

TEST(ServerDeadline, AWorkerDoesNotBeginWhatNobodyWaitsForAnyMore) {
  Router routes;
  std::atomic<int> handled{0};
  routes.add(
      Method::get, "/worker",
      [&](const Request&) {
        ++handled;
        return Response{};
      },
      Execution::on_worker);
  auto options = quick_options();
  options.request_timeout = std::chrono::milliseconds{0};
  RunningServer server(std::move(routes), options);
  Client client(server.port());
  const auto answer = client.ask(get("/worker"));
  EXPECT_EQ(answer.status, 503U);
  EXPECT_EQ(answer.header("Retry-After"), "1");
  EXPECT_EQ(handled, 0);
}

}  // namespace
}  // namespace astronova::http
