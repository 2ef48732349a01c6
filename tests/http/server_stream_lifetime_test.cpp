// Answers whose bodies are sent while they are made: waiting, clients that go, servers that stop.

#include <mutex>
#include <vector>

#include <gtest/gtest.h>

#include "tests/http/running_server.h"
#include "tests/http/watched_source.h"

namespace astronova::http {
namespace {

using std::chrono::milliseconds;

/// Servers of /stream, whose source does what a test says; of /blocked on a worker, which waits for
/// barrier_; and of /plain.
class ServerStreamLifetime : public testing::Test {
 protected:
  ServerStreamLifetime() {
    options_.threads = options_.worker_threads = 1;
    // The shortest of the timeouts sets how often the loop looks whose time has come.
    options_.linger_timeout = milliseconds(40);
  }

  Router router(const WatchedSource::Next& next) {
    Router routes;
    routes.add(Method::get, "/stream",
               [this, next](const Request&) { return streamed(watch_, next); });
    routes.add(
        Method::get, "/blocked",
        [this](const Request&) {
          barrier_.pass();
          return Response{};
        },
        Execution::on_worker);
    routes.add(
        Method::get, "/worker", [](const Request&) { return Response{}; }, Execution::on_worker);
    routes.add(Method::get, "/plain", [](const Request&) { return Response{}; });
    return routes;
  }

  void start(const WatchedSource::Next& next) {
    server_ = std::make_unique<RunningServer>(router(next), options_);
    client_ = std::make_unique<Client>(server_->port());
  }

  /// The client has the head and the first chunk of /stream.
  void begin_stream() {
    client_->send(get("/stream"));
    EXPECT_EQ(client_->receive_head().status, 200U);
    EXPECT_EQ(client_->receive_chunk(), "first");
  }

  /// The loop has seen all that had come before this.
  void wait_for_the_loop() { EXPECT_EQ(Client(server_->port()).ask(get("/plain")).status, 200U); }

  SourceWatch watch_;
  Barrier barrier_;
  ServerOptions options_ = quick_options();
  std::unique_ptr<RunningServer> server_;
  std::unique_ptr<Client> client_;
};

TEST_F(ServerStreamLifetime, ASourceThatWaitsIsAskedAgainWhenItsTimeHasPassed) {
  start([this](std::string& chunk, const BodyDemand&) -> Result<BodyProgress> {
    if (watch_.calls % 2 == 0) chunk = std::to_string(watch_.calls);
    if (watch_.calls == 6) return BodyProgress::end();
    return BodyProgress::waiting(milliseconds(1));
  });
  EXPECT_EQ(client_->ask(get("/stream")).body, "246");
}

TEST_F(ServerStreamLifetime, ATimeThatIsNoneIsNotWaitedFor) {
  start([this](std::string&, const BodyDemand&) -> Result<BodyProgress> {
    if (watch_.calls == 3) return BodyProgress::end();
    return BodyProgress::waiting(watch_.calls == 1 ? milliseconds(0) : milliseconds::min());
  });
  EXPECT_FALSE(client_->ask(get("/stream")).is_cut);
}

TEST_F(ServerStreamLifetime, AWakeDuringTheCallIsNotLost) {
  start([this](std::string& chunk, const BodyDemand& demand) -> Result<BodyProgress> {
    chunk = "x";
    if (watch_.calls == 5) return BodyProgress::end();
    demand.waker.wake();
    return BodyProgress::waiting();
  });
  EXPECT_EQ(client_->ask(get("/stream")).body, "xxxxx");
  EXPECT_EQ(watch_.calls, 5);
}

TEST_F(ServerStreamLifetime, EachWakeHasASourceAskedOnce) {
  Waker waker;
  start([&waker, this](std::string& chunk, const BodyDemand& demand) -> Result<BodyProgress> {
    waker = demand.waker;
    chunk = watch_.calls == 1 ? "first" : "more";
    return BodyProgress::waiting();
  });
  begin_stream();
  for (int wakes = 1; wakes <= 3; ++wakes) {
    waker.wake();
    EXPECT_EQ(client_->receive_chunk(), "more");
    // Whatever else it had been asked would have been before this.
    EXPECT_EQ(Client(server_->port()).ask(get("/worker")).status, 200U);
    EXPECT_EQ(watch_.calls, 1 + wakes);
  }
}

TEST_F(ServerStreamLifetime, AWakerMayOutliveItsAnswerAndItsServer) {
  Waker kept;
  start([&kept](std::string& chunk, const BodyDemand& demand) -> Result<BodyProgress> {
    kept = demand.waker;
    chunk = "x";
    return BodyProgress::end();
  });
  EXPECT_EQ(client_->ask(get("/stream")).body, "x");
  kept.wake();
  EXPECT_EQ(client_->ask(get("/plain")).status, 200U);
  client_.reset();
  server_.reset();
  kept.wake();
  Waker().wake();
}

/// Sources that give one chunk, wait until they are woken, and end.
class Waiting {
 public:
  Response answer(const Request&) {
    auto watch = std::make_unique<SourceWatch>();
    Response response = streamed(*watch, [this, &calls = watch->calls](auto& chunk, auto& demand) {
      return next(chunk, demand, calls);
    });
    const std::lock_guard lock(mutex_);
    watches_.push_back(std::move(watch));
    return response;
  }
  void wake_all() const {
    const std::lock_guard lock(mutex_);
    for (const Waker& waker : wakers_)
      waker.wake();
  }
  int calls() const {
    const std::lock_guard lock(mutex_);
    int sum = 0;
    for (const auto& watch : watches_)
      sum += watch->calls;
    return sum;
  }

 private:
  Result<BodyProgress> next(std::string& chunk, const BodyDemand& demand, int calls) {
    chunk = calls == 1 ? "first" : "last";
    if (calls > 1) return BodyProgress::end();
    const std::lock_guard lock(mutex_);
    wakers_.push_back(demand.waker);
    return BodyProgress::waiting();
  }

  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<SourceWatch>> watches_;
  std::vector<Waker> wakers_;
};

TEST_F(ServerStreamLifetime, SourcesThatWaitHoldNoWorker) {
  constexpr int streams = 50;
  Waiting waiting;
  Router routes;
  routes.add(Method::get, "/wait", [&](const Request& request) { return waiting.answer(request); });
  routes.add(
      Method::get, "/worker", [](const Request&) { return Response{}; }, Execution::on_worker);
  RunningServer server(std::move(routes), options_);
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < streams; ++i) {
    clients.push_back(std::make_unique<Client>(server.port()));
    clients.back()->send(get("/wait"));
    EXPECT_EQ(clients.back()->receive_head().status, 200U);
    EXPECT_EQ(clients.back()->receive_chunk(), "first");
  }
  EXPECT_EQ(Client(server.port()).ask(get("/worker")).status, 200U);
  EXPECT_EQ(waiting.calls(), streams) << "none is asked before it is woken";
  waiting.wake_all();
  for (auto& client : clients) {
    EXPECT_EQ(client->receive_chunk(), "last");
    EXPECT_EQ(client->receive_chunk(), "");
    EXPECT_EQ(client->ask(get("/worker")).status, 200U);
  }
  EXPECT_EQ(waiting.calls(), 2 * streams);
}

/// What gives a first chunk, and after that what `rest` says.
WatchedSource::Next after_first(const SourceWatch& watch, WatchedSource::Next rest) {
  return [&watch, rest = std::move(rest)](auto& chunk, auto& demand) -> Result<BodyProgress> {
    if (watch.calls > 1) return rest(chunk, demand);
    chunk = "first";
    return BodyProgress::more();
  };
}

Result<BodyProgress> wait_for_ever(std::string&, const BodyDemand&) {
  return BodyProgress::waiting();
}

TEST_F(ServerStreamLifetime, ASourceGoesWithTheClientThatItWaitsFor) {
  start(after_first(watch_, wait_for_ever));
  begin_stream();
  client_.reset();
  EXPECT_TRUE(watch_.is_destroyed());
}

TEST_F(ServerStreamLifetime, ASourceGoesWithAClientThatLeftBeforeItWaited) {
  start(after_first(watch_, [this](auto&, auto&) -> Result<BodyProgress> {
    barrier_.pass();
    return BodyProgress::waiting();
  }));
  begin_stream();
  barrier_.wait_until_reached();
  client_.reset();
  wait_for_the_loop();
  barrier_.open();
  EXPECT_TRUE(watch_.is_destroyed());
}

TEST_F(ServerStreamLifetime, ASourceGoesAfterTheCallDuringWhichItsClientWent) {
  start(after_first(watch_, [this](auto& chunk, auto&) -> Result<BodyProgress> {
    barrier_.pass();
    chunk = "nobody takes this";
    return BodyProgress::more();
  }));
  begin_stream();
  barrier_.wait_until_reached();
  client_->reset();
  wait_for_the_loop();
  barrier_.open();
  EXPECT_TRUE(watch_.is_destroyed());
  EXPECT_EQ(watch_.calls, 2);
}

TEST_F(ServerStreamLifetime, ACallThatHasNotBegunIsNotMadeForAClientThatWent) {
  Waker waker;
  start([&waker](std::string& chunk, const BodyDemand& demand) -> Result<BodyProgress> {
    waker = demand.waker;
    chunk = "first";
    return BodyProgress::waiting();
  });
  begin_stream();
  Client blocking(server_->port());
  blocking.send(get("/blocked"));
  barrier_.wait_until_reached();
  waker.wake();
  wait_for_the_loop();
  client_->reset();
  wait_for_the_loop();
  barrier_.open();
  EXPECT_TRUE(watch_.is_destroyed());
  EXPECT_EQ(watch_.calls, 1);
}

TEST_F(ServerStreamLifetime, AClientThatDoesNotReadHoldsItsSourceBackAndIsDroppedAtLast) {
  constexpr std::size_t chunk_bytes = 65'536;
  options_.write_timeout = milliseconds(100);
  server_ = std::make_unique<RunningServer>(router([](std::string& chunk, const BodyDemand&) {
                                              chunk.assign(chunk_bytes, 'x');
                                              return BodyProgress::more();
                                            }),
                                            options_);
  Client stalled(server_->port(), 4096);
  stalled.send(get("/stream"));
  EXPECT_TRUE(watch_.is_destroyed());
  const std::size_t received = stalled.receive_all().size();
  const auto given = static_cast<std::size_t>(watch_.calls) * chunk_bytes;
  // What the systems hold for the two ends, by tcp_wmem and the size of the client's window.
  EXPECT_LT(given, received + 16 * 1024 * 1024);
}

TEST_F(ServerStreamLifetime, AStreamGoesOnWhileTheWorkersQueueIsFull) {
  options_.worker_queue = 1;
  Waker waker;
  start([&waker, this](std::string& chunk, const BodyDemand& demand) -> Result<BodyProgress> {
    waker = demand.waker;
    chunk = "first";
    return watch_.calls == 1 ? BodyProgress::waiting() : BodyProgress::end();
  });
  begin_stream();
  Client blocking(server_->port());
  blocking.send(get("/blocked"));
  barrier_.wait_until_reached();
  Client queued(server_->port());
  queued.send(get("/worker"));
  wait_for_the_loop();
  EXPECT_EQ(Client(server_->port()).ask(get("/worker")).status, 503U);
  waker.wake();
  wait_for_the_loop();
  barrier_.open();
  EXPECT_EQ(client_->receive_chunk(), "first");
  EXPECT_EQ(client_->receive_chunk(), "");
  EXPECT_EQ(queued.receive().status, 200U);
}

TEST_F(ServerStreamLifetime, AStreamEndsAfterTheServerWasToldToStop) {
  start(after_first(watch_, [this](auto& chunk, auto&) -> Result<BodyProgress> {
    barrier_.pass();
    chunk = "more";
    return watch_.calls < 10 ? BodyProgress::more() : BodyProgress::end();
  }));
  begin_stream();
  barrier_.wait_until_reached();
  Client idle(server_->port());
  EXPECT_EQ(idle.ask(get("/plain")).status, 200U);
  server_->stop();
  EXPECT_TRUE(idle.is_closed_by_server());
  barrier_.open();
  for (int i = 2; i <= 10; ++i)
    EXPECT_EQ(client_->receive_chunk(), "more");
  EXPECT_EQ(client_->receive_chunk(), "");
  EXPECT_TRUE(client_->is_closed_by_server());
  EXPECT_TRUE(server_->wait());
}

Result<BodyProgress> wait_until_stopped(std::string& chunk, const BodyDemand& demand) {
  if (!demand.is_stopping) return BodyProgress::waiting();
  chunk = "good-bye";
  return BodyProgress::end();
}

TEST_F(ServerStreamLifetime, ASourceThatWaitsIsToldThatTheServerStops) {
  start([this](std::string& chunk, const BodyDemand& demand) -> Result<BodyProgress> {
    if (watch_.calls > 1) return wait_until_stopped(chunk, demand);
    chunk = "first";
    return BodyProgress::waiting();
  });
  begin_stream();
  wait_for_the_loop();
  server_->stop();
  EXPECT_EQ(client_->receive_chunk(), "good-bye");
  EXPECT_EQ(client_->receive_chunk(), "");
  EXPECT_TRUE(server_->wait());
}

TEST_F(ServerStreamLifetime, ASourceThatWasAtWorkWhenTheServerStoppedIsToldToo) {
  start(after_first(watch_, [this](auto& chunk, auto& demand) {
    const auto progress = wait_until_stopped(chunk, demand);
    barrier_.pass();
    return progress;
  }));
  begin_stream();
  barrier_.wait_until_reached();
  Client idle(server_->port());
  EXPECT_EQ(idle.ask(get("/plain")).status, 200U);
  server_->stop();
  EXPECT_TRUE(idle.is_closed_by_server());
  barrier_.open();
  EXPECT_EQ(client_->receive_chunk(), "good-bye");
  EXPECT_EQ(client_->receive_chunk(), "");
  EXPECT_TRUE(server_->wait());
}

TEST_F(ServerStreamLifetime, AStreamThatDoesNotEndIsCutWhenTheGraceRunsOut) {
  options_.shutdown_grace = milliseconds(100);
  start(after_first(watch_, wait_for_ever));
  begin_stream();
  EXPECT_FALSE(server_->stop_and_wait());
  server_.reset();
  EXPECT_TRUE(watch_.is_destroyed());
  EXPECT_EQ(client_->receive_chunk(), std::nullopt);
}

TEST_F(ServerStreamLifetime, AClientOfHttp10SeesThatTheServerCutItsStreamToo) {
  options_.shutdown_grace = milliseconds(100);
  start(after_first(watch_, wait_for_ever));
  client_->send("GET /stream HTTP/1.0\r\n\r\n");
  EXPECT_EQ(client_->receive_head().status, 200U);
  EXPECT_FALSE(server_->stop_and_wait());
  server_.reset();
  client_->receive_all();
  EXPECT_TRUE(client_->is_reset_by_server());
}

}  // namespace
}  // namespace astronova::http
