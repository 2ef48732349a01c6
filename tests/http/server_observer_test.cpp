// What the server tells whoever measures it.

#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/work_context.h"
#include "http/request_observer.h"
#include "tests/http/running_server.h"

namespace astronova::http {
namespace {

struct Seen {
  std::string path;
  std::string pattern;
  unsigned status = 0;
  bool is_cut = false;
  std::uint64_t response_bytes = 0;
  bool took_time = false;
  bool was_traced = false;
  std::string subject{};
  std::string protocol{};
};

class Recording final : public RequestObserver {
 public:
  void began(Request& request) noexcept override {
    request.trace.trace_id[0] = 1;
    ++begun_;
  }
  void entering(const Request&) noexcept override { ++inside_; }
  void left(const Request&) noexcept override { ++outside_; }
  void ended(const Exchange& exchange) noexcept override {
    const std::lock_guard lock(mutex_);
    seen_.push_back({std::string(exchange.request.path),
                     exchange.route ? exchange.route->pattern : "", exchange.status,
                     exchange.is_cut, exchange.response_bytes, exchange.ended > exchange.received,
                     exchange.request.trace.is_set(), exchange.request.notes.subject,
                     std::string(exchange.request.protocol)});
    changed_.notify_all();
  }

  std::vector<Seen> wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return seen_.size() >= count; });
    return seen_;
  }

  std::atomic<int> begun_{0};
  std::atomic<int> inside_{0};
  std::atomic<int> outside_{0};

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Seen> seen_;
};

class ServerObserver : public ::testing::Test {
 protected:
  static Router router() {
    Router routes;
    routes.add(Method::get, "/things/{thing}",
               [](const Request&) { return Response{.body = "a thing"}; });
    routes.add(
        Method::get, "/worker", [](const Request&) { return Response{.status = 204}; },
        Execution::on_worker);
    for (const auto execution : {Execution::on_loop, Execution::on_worker}) {
      const bool is_on_loop = execution == Execution::on_loop;
      routes.add(
          Method::get, is_on_loop ? "/mine" : "/mine/on-worker",
          [](const Request&) {
            note_subject("somebody");
            return Response{};
          },
          execution);
    }
    return routes;
  }
  ServerOptions options() {
    auto chosen = quick_options();
    chosen.observer = &recording_;
    return chosen;
  }

  Recording recording_;
  RunningServer server_{router(), options()};
  Client client_{server_.port()};
};

TEST_F(ServerObserver, IsToldOfARequestItsRouteItsStatusAndItsBytes) {
  const auto answer = client_.ask(get("/things/7"));
  const auto seen = recording_.wait_for(1).front();
  EXPECT_EQ(seen.path, "/things/7");
  EXPECT_EQ(seen.pattern, "/things/{thing}");
  EXPECT_EQ(seen.status, 200U);
  EXPECT_FALSE(seen.is_cut);
  EXPECT_TRUE(seen.took_time);
  EXPECT_TRUE(seen.was_traced);
  // The line that ends the head is not in it.
  EXPECT_EQ(seen.response_bytes, answer.head.size() + 2 + answer.body.size());
}

TEST_F(ServerObserver, StandsAroundEachHandlerWhereverItRuns) {
  client_.ask(get("/things/7"));
  EXPECT_EQ(client_.ask(get("/worker")).status, 204U);
  recording_.wait_for(2);
  EXPECT_EQ(recording_.begun_, 2);
  EXPECT_EQ(recording_.inside_, 2);
  EXPECT_EQ(recording_.outside_, 2);
}

TEST_F(ServerObserver, IsToldOfWhatHasNoRouteAndOfWhatIsNoRequest) {
  client_.ask(get("/nothing"));
  recording_.wait_for(1);
  Client confused(server_.port());
  EXPECT_EQ(confused.ask("GET things HTTP/1.1\r\n\r\n").status, 400U);
  const auto seen = recording_.wait_for(2);
  EXPECT_EQ(seen[0].status, 404U);
  EXPECT_EQ(seen[0].pattern, "");
  EXPECT_EQ(seen[1].status, 400U);
  EXPECT_EQ(recording_.inside_, 0);
}

TEST_F(ServerObserver, IsToldWhatAHandlerNotedOfItsOwnRequestAlone) {
  client_.ask(get("/mine"));
  client_.ask(get("/things/7"));
  client_.ask(get("/mine/on-worker"));
  client_.ask(get("/worker"));
  const auto seen = recording_.wait_for(4);
  EXPECT_EQ(seen[0].subject, "somebody");
  EXPECT_EQ(seen[1].subject, "");
  EXPECT_EQ(seen[2].subject, "somebody");
  EXPECT_EQ(seen[3].subject, "");
}

TEST_F(ServerObserver, IsToldTheProtocolThatIsSpoken) {
  client_.ask(get("/things/7"));
  recording_.wait_for(1);
  Client old(server_.port());
  old.ask("GET /things/7 HTTP/1.0\r\n\r\n");
  const auto seen = recording_.wait_for(2);
  EXPECT_EQ(seen[0].protocol, "HTTP/1.1");
  EXPECT_EQ(seen[1].protocol, "HTTP/1.0");
}

TEST_F(ServerObserver, IsToldOncePerRequestOfAConnection) {
  for (int i = 0; i < 20; ++i)
    client_.ask(get("/things/" + std::to_string(i)));
  const auto seen = recording_.wait_for(20);
  EXPECT_EQ(seen.back().path, "/things/19");
  EXPECT_EQ(recording_.begun_, 20);
}

}  // namespace
}  // namespace astronova::http
