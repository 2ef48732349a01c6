// What becomes of requests when there is more to do than can be done in time.

#include <chrono>
#include <future>
#include <string>

#include <gtest/gtest.h>

#include "tests/http/running_server.h"

namespace astronova::http {
namespace {

using std::chrono::milliseconds;

void keep_busy_for(milliseconds time) {
  const auto until = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < until) {
  }
}

// A server of one thread of each sort, whose queues count as standing at once. It is held up until
// the test has sent all that is to wait.
class ServerOverload : public ::testing::Test {
 protected:
  Router router() {
    Router routes;
    const auto add = [&](const char* path, Handler handler, Execution execution,
                         Priority priority = Priority::usual) {
      routes.add(Method::get, path, std::move(handler), execution, priority);
    };
    const auto hold_up = [this](const Request&) {
      begun_.set_value();
      go_on_.get_future().wait();
      return Response{};
    };
    const auto long_work = [](const Request&) {
      keep_busy_for(milliseconds{200});
      return Response{};
    };
    const auto nothing = [](const Request&) { return Response{}; };
    add("/hold-up", hold_up, Execution::on_loop);
    add("/long", long_work, Execution::on_loop);
    add("/short", nothing, Execution::on_loop);
    add("/vital", nothing, Execution::on_loop, Priority::vital);
    add("/worker/hold-up", hold_up, Execution::on_worker);
    add("/worker/short", nothing, Execution::on_worker);
    add("/worker/vital", nothing, Execution::on_worker, Priority::vital);
    add("/computed", nothing, Execution::on_computing_worker);
    return routes;
  }
  static ServerOptions options() {
    ServerOptions chosen = quick_options();
    chosen.threads = 1;
    chosen.worker_threads = chosen.computing_threads = 1;
    chosen.wait = {milliseconds{150}, milliseconds{0}};
    return chosen;
  }

  std::promise<void> begun_;
  std::promise<void> go_on_;
  RunningServer server_{router(), options()};
};

TEST_F(ServerOverload, WhoWaitsForTheLoopForTooLongIsTurnedAwayUnlessVital) {
  Client holding(server_.port());
  Client working(server_.port());
  Client late(server_.port());
  Client vital(server_.port());
  // Once they are known to the loop, they get their turns in the order in which they send.
  for (auto* const client : {&holding, &working, &late, &vital})
    EXPECT_EQ(client->ask(get("/vital")).status, 200U);
  holding.send(get("/hold-up"));
  begun_.get_future().wait();
  working.send(get("/long"));
  late.send(get("/short"));
  vital.send(get("/vital"));
  go_on_.set_value();
  EXPECT_EQ(working.receive().status, 200U);
  const auto turned_away = late.receive();
  EXPECT_EQ(turned_away.status, 503U);
  EXPECT_EQ(turned_away.header("Retry-After"), "1");
  EXPECT_EQ(vital.receive().status, 200U);
  EXPECT_EQ(late.ask(get("/short")).status, 200U) << "the connection goes on, and so does work";
}

TEST_F(ServerOverload, WhoWouldWaitForAWorkerForTooLongIsTurnedAwayUnlessVital) {
  Client holding(server_.port());
  Client waiting(server_.port());
  Client late(server_.port());
  Client vital(server_.port());
  // Whose connection is not accepted yet may be heard after who comes later.
  EXPECT_EQ(waiting.ask(get("/nothing")).status, 404U);
  EXPECT_EQ(late.ask(get("/nothing")).status, 404U);
  holding.send(get("/worker/hold-up"));
  begun_.get_future().wait();
  waiting.send(get("/worker/short"));
  // On the loop, so the request before it has been queued by then.
  EXPECT_EQ(late.ask(get("/long")).status, 200U);
  EXPECT_EQ(late.ask(get("/worker/short")).status, 503U);
  vital.send(get("/worker/vital"));
  go_on_.set_value();
  EXPECT_EQ(vital.receive().status, 200U);
  EXPECT_EQ(waiting.receive().status, 503U) << "it has waited for too long by then";
  EXPECT_EQ(late.ask(get("/worker/short")).status, 200U);
}

TEST_F(ServerOverload, WhatComputesIsNotHeldUpByWhatWaits) {
  Client waiting(server_.port());
  waiting.send(get("/worker/hold-up"));
  begun_.get_future().wait();
  EXPECT_EQ(Client(server_.port()).ask(get("/computed")).status, 200U);
  go_on_.set_value();
  EXPECT_EQ(waiting.receive().status, 200U);
}

std::string post_of(std::size_t size) {
  return "POST /bodies HTTP/1.1\r\nHost: test\r\nContent-Length: " + std::to_string(size) +
         "\r\n\r\n";
}

TEST(ServerBodies, AllTogetherTakeNoMoreMemoryThanIsAllowed) {
  Router routes;
  routes.add(Method::post, "/bodies", [](const Request& request) {
    return Response{.body = std::to_string(request.body.size())};
  });
  auto options = quick_options();
  options.threads = 1;
  options.bodies_bytes = 600'000;
  RunningServer server(std::move(routes), options);
  {
    Client first(server.port());
    first.send(post_of(400'000));
    first.send(std::string(200'000, 'x'));
    Client second(server.port());
    second.send(post_of(500'000));
    second.send(std::string(500'000, 'x'));
    const auto refused = second.receive();
    EXPECT_EQ(refused.status, 503U);
    EXPECT_EQ(refused.header("Retry-After"), "1");
  }
  // The server may not have heard yet that they are gone.
  Answer answer;
  do {
    Client third(server.port());
    third.send(post_of(250'000) + std::string(250'000, 'x'));
    answer = third.receive();
  } while (answer.status == 503);
  EXPECT_EQ(answer.body, "250000") << "what was held is free again";
}

}  // namespace
}  // namespace astronova::http
