#include <array>
#include <csignal>
#include <future>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include "tests/http/running_server.h"

namespace astronova::http {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

const std::string huge_text(64 * 1024 * 1024, 'x');

/// A route whose handler says when it has begun and ends when it is told to.
class Gate {
 public:
  Handler handler() {
    return [this](const Request&) {
      begun_.release_one();
      opened_.wait();
      Response response;
      response.body = "done";
      return response;
    };
  }
  void wait_until_begun() { begun_.wait_one(); }
  void open() { promise_.set_value(); }

 private:
  struct Semaphore {
    std::mutex mutex;
    std::condition_variable changed;
    int count = 0;
    void release_one() {
      const std::lock_guard lock(mutex);
      ++count;
      changed.notify_one();
    }
    void wait_one() {
      std::unique_lock lock(mutex);
      changed.wait(lock, [this] { return count > 0; });
      --count;
    }
  };
  Semaphore begun_;
  std::promise<void> promise_;
  std::shared_future<void> opened_ = promise_.get_future().share();
};

Router router(Gate& gate) {
  Router routes;
  routes.add(Method::get, "/gate", gate.handler(), Execution::on_worker);
  routes.add(Method::get, "/", [](const Request&) { return Response{}; });
  routes.add(Method::post, "/", [](const Request&) { return Response{}; });
  routes.add(Method::get, "/huge", [](const Request&) {
    Response response;
    response.static_body = huge_text;
    response.compressible = false;
    return response;
  });
  return routes;
}

class ServerLifetime : public testing::Test {
 protected:
  Gate gate_;
  ServerOptions options_ = quick_options();
};

TEST_F(ServerLifetime, GivesUpOnASlowHead) {
  options_.head_timeout = milliseconds(50);
  RunningServer server(router(gate_), options_);
  Client client(server.port());
  const Answer answer = client.ask("GET / HTTP/1.1\r\nHo");
  EXPECT_EQ(answer.status, 408U);
  EXPECT_EQ(answer.header("Content-Type"), "application/problem+json");
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST_F(ServerLifetime, GivesUpOnAHeadThatDripsForever) {
  options_.head_timeout = milliseconds(100);
  RunningServer server(router(gate_), options_);
  Client client(server.port());
  client.send("GET / HTTP/1.1\r\n");
  int drops = 0;
  for (; drops < 2000 && !client.is_readable_within(5); ++drops)
    client.send("A: b\r\n");
  EXPECT_EQ(client.receive().status, 408U) << "after " << drops;
}

TEST_F(ServerLifetime, GivesUpOnASlowBody) {
  options_.body_timeout = milliseconds(50);
  RunningServer server(router(gate_), options_);
  Client client(server.port());
  EXPECT_EQ(client.ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nslow").status, 408U);
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST_F(ServerLifetime, ClosesIdleConnectionsWithoutAWord) {
  options_.idle_timeout = milliseconds(50);
  RunningServer server(router(gate_), options_);
  Client silent(server.port());
  Client served(server.port());
  EXPECT_EQ(served.ask(get("/")).status, 200U);
  EXPECT_TRUE(silent.is_closed_by_server());
  EXPECT_TRUE(served.is_closed_by_server());
}

TEST_F(ServerLifetime, GivesUpOnAClientThatDoesNotRead) {
  options_.write_timeout = milliseconds(100);
  RunningServer server(router(gate_), options_);
  Client client(server.port(), 4096);
  client.send(get("/huge"));
  ASSERT_TRUE(client.is_readable_within(10'000));
  EXPECT_TRUE(server.stop_and_wait()) << "the connection held the server up";
  EXPECT_LT(client.receive_all().size(), huge_text.size());
}

TEST_F(ServerLifetime, SendsLargeAnswersWhole) {
  RunningServer server(router(gate_), options_);
  Client client(server.port());
  EXPECT_TRUE(client.ask(get("/huge")).body == huge_text);
}

TEST_F(ServerLifetime, StopsAcceptingAndClosesIdleConnectionsWhenStopped) {
  RunningServer server(router(gate_), options_);
  Client idle(server.port());
  EXPECT_EQ(idle.ask(get("/")).status, 200U);
  EXPECT_TRUE(server.stop_and_wait());
  EXPECT_TRUE(idle.is_closed_by_server());
  EXPECT_ANY_THROW(Client(server.port()));
}

TEST_F(ServerLifetime, AnswersWhatIsInFlightWhenStopped) {
  options_.threads = 1;
  RunningServer server(router(gate_), options_);
  Client client(server.port());
  client.send(get("/gate"));
  gate_.wait_until_begun();
  Client idle(server.port());
  EXPECT_EQ(idle.ask(get("/")).status, 200U);
  server.stop();
  EXPECT_TRUE(idle.is_closed_by_server());
  gate_.open();
  const Answer answer = client.receive();
  EXPECT_EQ(answer.body, "done");
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_TRUE(client.is_closed_by_server());
  EXPECT_TRUE(server.wait());
}

TEST_F(ServerLifetime, FinishesARequestThatWasArrivingWhenStopped) {
  options_.threads = 1;
  RunningServer server(router(gate_), options_);
  Client client(server.port());
  Client idle(server.port());
  EXPECT_EQ(idle.ask(get("/")).status, 200U);
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.receive().status, 100U);
  server.stop();
  EXPECT_TRUE(idle.is_closed_by_server());
  const Answer answer = client.ask("ok");
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_TRUE(client.is_closed_by_server());
  EXPECT_TRUE(server.wait());
}

TEST_F(ServerLifetime, AnswersWhoConnectedBeforeItStopped) {
  if (is_tested_over_tls()) GTEST_SKIP() << "nobody has shaken hands before it runs";
  auto listening = Server::listen(options_, router(gate_));
  ASSERT_TRUE(listening);
  Client client((*listening)->port());
  client.send(get("/"));
  (*listening)->stop();
  EXPECT_TRUE((*listening)->run());
  EXPECT_EQ(client.receive().status, 200U);
}

TEST_F(ServerLifetime, DoesNotWaitLongerThanItsGrace) {
  options_.shutdown_grace = milliseconds(100);
  RunningServer server(router(gate_), options_);
  Client client(server.port());
  client.send(get("/gate"));
  gate_.wait_until_begun();
  EXPECT_FALSE(server.stop_and_wait());
  gate_.open();
}

TEST_F(ServerLifetime, StopsOnASignalIfToldSo) {
  options_.stop_on_signals = true;
  RunningServer server(router(gate_), options_);
  EXPECT_EQ(Client(server.port()).ask(get("/")).status, 200U);
  ::kill(::getpid(), SIGTERM);
  EXPECT_TRUE(server.wait());
}

TEST_F(ServerLifetime, ServesOnForADelayAfterASignalAndSaysThatItDrains) {
  std::promise<void> draining;
  options_.stop_on_signals = true;
  options_.drain_delay = milliseconds(300);
  options_.on_draining = [&draining] { draining.set_value(); };
  RunningServer server(router(gate_), options_);
  const auto signalled = std::chrono::steady_clock::now();
  ::kill(::getpid(), SIGTERM);
  draining.get_future().wait();
  EXPECT_EQ(Client(server.port()).ask(get("/")).status, 200U);
  EXPECT_TRUE(server.wait());
  EXPECT_GE(std::chrono::steady_clock::now() - signalled, milliseconds(300));
}

TEST_F(ServerLifetime, EndsTheDelayOnASecondSignal) {
  std::promise<void> draining;
  options_.stop_on_signals = true;
  options_.drain_delay = std::chrono::hours(1);
  options_.on_draining = [&draining] { draining.set_value(); };
  RunningServer server(router(gate_), options_);
  ::kill(::getpid(), SIGTERM);
  draining.get_future().wait();
  ::kill(::getpid(), SIGINT);
  EXPECT_TRUE(server.wait());
}

TEST_F(ServerLifetime, AnswersBusyWhenTheWorkersQueueIsFull) {
  options_.worker_threads = 1;
  options_.worker_queue = 1;
  RunningServer server(router(gate_), options_);
  Client running(server.port());
  running.send(get("/gate"));
  gate_.wait_until_begun();
  Client second(server.port());
  Client third(server.port());
  second.send(get("/gate"));
  third.send(get("/gate"));
  // Whichever of the two came first waits in the queue.
  bool is_second_refused = false;
  while (!(is_second_refused = second.is_readable_within(5)) && !third.is_readable_within(5)) {
  }
  const Answer refused = (is_second_refused ? second : third).receive();
  EXPECT_EQ(refused.status, 503U);
  EXPECT_EQ(refused.header("Retry-After"), "1");
  EXPECT_EQ(refused.header("Connection"), "keep-alive");
  EXPECT_EQ(Client(server.port()).ask(get("/")).status, 200U) << "the loops are free";
  gate_.open();
  EXPECT_EQ(running.receive().body, "done");
  EXPECT_EQ((is_second_refused ? third : second).receive().body, "done");
}

TEST_F(ServerLifetime, LetsConnectionsAboveTheLimitWait) {
  if (is_tested_over_tls()) GTEST_SKIP() << "the client would wait for the handshake";
  options_.max_connections = 1;
  RunningServer server(router(gate_), options_);
  auto first = std::make_unique<Client>(server.port());
  EXPECT_EQ(first->ask(get("/")).status, 200U);
  Client second(server.port());
  second.send(get("/"));
  EXPECT_FALSE(second.is_readable_within(50));
  first.reset();
  EXPECT_EQ(second.receive().status, 200U);
}

TEST_F(ServerLifetime, SurvivesRunningOutOfDescriptors) {
  if (is_tested_over_tls()) GTEST_SKIP() << "the client would wait for the handshake";
  RunningServer server(router(gate_), options_);
  Client other(server.port());
  EXPECT_EQ(other.ask(get("/")).status, 200U);
  const int socket = Client::make_socket();
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  rlimit scarce = before;
  scarce.rlim_cur = static_cast<rlim_t>(socket) + 8;
  setrlimit(RLIMIT_NOFILE, &scarce);
  std::vector<int> fillers;
  for (int copy = ::dup(0); copy >= 0; copy = ::dup(0))
    fillers.push_back(copy);

  Client client(socket, server.port());
  client.send(get("/"));
  EXPECT_FALSE(client.is_readable_within(50));
  EXPECT_EQ(other.ask(get("/")).status, 200U);

  for (const int filler : fillers)
    ::close(filler);
  setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_EQ(client.receive().status, 200U);
}

TEST_F(ServerLifetime, SaysWhyItCannotListen) {
  RunningServer server(router(gate_), options_);
  options_.port = server.port();
  const auto taken = Server::listen(options_, Router());
  ASSERT_FALSE(taken);
  EXPECT_THAT(taken.error().detail, HasSubstr("in use"));
  options_.address = "not an address";
  EXPECT_FALSE(Server::listen(options_, Router()));
}

TEST_F(ServerLifetime, ServesManyClientsAtOnce) {
  RunningServer server(router(gate_), options_);
  std::vector<std::thread> threads;
  std::atomic<int> answered = 0;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      Client client(server.port());
      for (int k = 0; k < 200; ++k)
        answered += client.ask(get("/")).status == 200U ? 1 : 0;
    });
  }
  for (auto& thread : threads)
    thread.join();
  EXPECT_EQ(answered, 1600);
}

}  // namespace
}  // namespace astronova::http
