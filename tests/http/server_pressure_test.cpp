// Clients that hold what others need: they are slow, or silent, or many.

#include <chrono>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include "base/log.h"
#include "base/work_context.h"
#include "http/request_observer.h"
#include "tests/http/running_server.h"
#include "tests/http/watched_source.h"

namespace astronova::http {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t long_answer = 8 * 1024 * 1024;

// Takes a little of what the server sends, so that the server can send as much more.
constexpr int tiny_buffer = 4096;

class ServerPressure : public ::testing::Test {
 protected:
  ServerPressure() {
    options_.threads = options_.worker_threads = 1;
    // The shortest of the timeouts sets how often the loop looks whose time has come.
    options_.linger_timeout = milliseconds(40);
  }

  void start() {
    Router routes;
    routes.add(Method::get, "/long", [](const Request&) {
      Response response;
      response.body.assign(long_answer, 'x');
      response.compressible = false;
      return response;
    });
    routes.add(Method::get, "/stream", [this](const Request&) {
      Response response =
          streamed(watch_, [this](std::string& chunk, const BodyDemand&) -> Result<BodyProgress> {
            chunk.assign(65'536, 'x');
            return watch_.calls < 1000 ? BodyProgress::more() : BodyProgress::end();
          });
      response.compressible = false;
      return response;
    });
    routes.add(Method::get, "/short", [](const Request&) { return Response{.body = "short"}; });
    server_ = std::make_unique<RunningServer>(std::move(routes), options_);
  }

  // A client that has asked and takes nothing of the answer.
  std::unique_ptr<Client> reader_of(const char* path) {
    auto client = std::make_unique<Client>(server_->port(), tiny_buffer);
    client->send(get(path));
    EXPECT_TRUE(client->is_readable_within(10'000));
    return client;
  }

  // Takes a drop from time to time, until the server has cut the answer. Returns whether it has.
  static bool drips_until_cut(Client& client) {
    for (int drops = 0; drops < 20'000; ++drops) {
      if (!client.receive_drop()) return true;
      std::this_thread::sleep_for(milliseconds(1));  // so that it is slow
    }
    return false;
  }

  SourceWatch watch_;
  ServerOptions options_ = quick_options();
  std::unique_ptr<RunningServer> server_;
};

TEST_F(ServerPressure, WhoTakesAnAnswerByDropsIsCut) {
  options_.write_timeout = milliseconds(200);
  start();
  EXPECT_TRUE(drips_until_cut(*reader_of("/long")));
  EXPECT_EQ(Client(server_->port()).ask(get("/short")).body, "short");
}

TEST_F(ServerPressure, WhoTakesAStreamByDropsIsCut) {
  options_.write_timeout = milliseconds(200);
  start();
  EXPECT_TRUE(drips_until_cut(*reader_of("/stream")));
  EXPECT_TRUE(watch_.is_destroyed());
}

TEST_F(ServerPressure, WhoIsSlowButFastEnoughGetsAllOfIt) {
  // Each 64 KB may take as long as the whole may with a timeout for all of it.
  options_.write_timeout = milliseconds(3000);
  options_.write_bytes = 65'536;
  start();
  Client client(server_->port(), 65'536);
  client.send(get("/long"));
  const auto began = std::chrono::steady_clock::now();
  std::size_t taken = 0;
  const auto whole_takes = milliseconds(4000);
  while (taken < long_answer) {
    const auto size = client.receive_at_most(65'536);
    ASSERT_GT(size, 0U) << "cut after " << taken;
    taken += size;
    // So that the whole takes longer than the timeout.
    std::this_thread::sleep_until(began + whole_takes * taken / long_answer);
  }
  EXPECT_GT(std::chrono::steady_clock::now() - began, options_.write_timeout);
}

TEST_F(ServerPressure, LongAnswersTakeNoMoreMemoryThanIsAllowed) {
  options_.answers_bytes = 3 * long_answer;
  start();
  std::vector<std::unique_ptr<Client>> readers;
  for (int i = 0; i < 3; ++i)
    readers.push_back(reader_of("/long"));
  Client client(server_->port());
  const auto refused = client.ask(get("/long"));
  EXPECT_EQ(refused.status, 503U);
  EXPECT_EQ(refused.header("Retry-After"), "1");
  EXPECT_EQ(client.ask(get("/short")).body, "short");
  EXPECT_EQ(server_->figures().held_answer_bytes, 3 * long_answer);
  EXPECT_EQ(server_->figures().turned_away, 1U);
  readers.clear();
  // The server may not have heard yet that they are gone.
  unsigned status = 503;
  while (status == 503)
    status = client.ask(get("/long")).status;
  EXPECT_EQ(status, 200U) << "what was held is free again";
  while (server_->figures().held_answer_bytes > 0)
    EXPECT_EQ(client.ask(get("/short")).body, "short");
}

TEST_F(ServerPressure, WhenMemoryIsShortSlowReadersAreCutSooner) {
  options_.write_timeout = milliseconds(6000);
  options_.answers_bytes = 3 * long_answer;
  start();
  std::vector<std::unique_ptr<Client>> readers;
  for (int i = 0; i < 3; ++i)
    readers.push_back(reader_of("/long"));
  const auto began = std::chrono::steady_clock::now();
  while (server_->figures().held_answer_bytes == 3 * long_answer)
    EXPECT_EQ(Client(server_->port()).ask(get("/short")).body, "short");
  EXPECT_LT(std::chrono::steady_clock::now() - began, options_.write_timeout / 2);
}

TEST_F(ServerPressure, WhoSaysNothingMakesRoomForWhoWaits) {
  options_.max_connections = 4;
  start();
  std::vector<std::unique_ptr<Client>> silent;
  for (int i = 0; i < 4; ++i) {
    silent.push_back(std::make_unique<Client>(server_->port()));
    // Half of them have begun a head.
    silent.back()->send(i % 2 == 0 ? get("/short") : std::string("GET /sho"));
  }
  Client waiting(server_->port());
  EXPECT_EQ(waiting.ask(get("/short")).body, "short");
}

TEST_F(ServerPressure, FiguresTellOfConnectionsWorkersAndTheLoop) {
  options_.max_connections = 7;
  options_.worker_threads = 3;
  options_.computing_threads = 2;
  start();
  Client client(server_->port());
  EXPECT_EQ(client.ask(get("/short")).body, "short");
  const auto figures = server_->figures();
  EXPECT_EQ(figures.connections, 1U);
  EXPECT_EQ(figures.connections_max, 7U);
  EXPECT_EQ(figures.workers, 5U);
  EXPECT_EQ(figures.workers_busy, 0U);
  EXPECT_EQ(figures.worker_queue_length, 0U);
  EXPECT_EQ(figures.accept_failures, 0U);
  std::uint64_t turns = 0;
  for (const auto count : figures.loop_lag.counts)
    turns += count;
  EXPECT_GT(turns, 0U);
}

TEST_F(ServerPressure, AStreamsSourceHasTheTraceOfItsRequestAndADeadline) {
  class Tracing final : public RequestObserver {
   public:
    void began(Request& request) noexcept override { request.trace.trace_id.fill(7); }
    void entering(const Request&) noexcept override {}
    void left(const Request&) noexcept override {}
    void ended(const Exchange&) noexcept override {}
  } tracing;
  options_.observer = &tracing;
  std::promise<WorkContext> seen;
  Router routes;
  routes.add(Method::get, "/traced", [&](const Request&) {
    return streamed(watch_, [&](std::string&, const BodyDemand&) -> Result<BodyProgress> {
      seen.set_value(current_work());
      return BodyProgress::end();
    });
  });
  server_ = std::make_unique<RunningServer>(std::move(routes), options_);
  Client(server_->port()).ask(get("/traced"));
  const auto work = seen.get_future().get();
  EXPECT_EQ(work.trace.trace_id.front(), 7U);
  EXPECT_TRUE(work.has_deadline());
  server_.reset();
}

// Keeps what is logged.
class Log final : public LogSink {
 public:
  Log() : before_(set_log_sink(this)) {}
  ~Log() { set_log_sink(before_); }
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;
  void write(const LogEvent& event) noexcept override {
    const std::lock_guard lock(mutex_);
    events_.emplace_back(event.event);
  }
  std::vector<std::string> events() const {
    const std::lock_guard lock(mutex_);
    return events_;
  }

 private:
  LogSink* const before_;
  mutable std::mutex mutex_;
  std::vector<std::string> events_;
};

TEST_F(ServerPressure, ThatConnectionsCannotBeAcceptedIsToldOnceASecond) {
  const Log log;
  const auto began = std::chrono::steady_clock::now();
  start();
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  const int socket = Client::make_socket();
  rlimit none = before;
  none.rlim_cur = static_cast<rlim_t>(socket) + 1;
  setrlimit(RLIMIT_NOFILE, &none);
  std::vector<int> fillers;
  for (int copy = ::dup(0); copy >= 0; copy = ::dup(0))
    fillers.push_back(copy);
  Client client(socket, server_->port());
  client.send(get("/short"));
  while (server_->figures().accept_failures < 3)
    std::this_thread::yield();
  for (const int filler : fillers)
    ::close(filler);
  setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_EQ(client.receive().body, "short");
  const auto seconds =
      std::chrono::ceil<std::chrono::seconds>(std::chrono::steady_clock::now() - began);
  EXPECT_THAT(log.events(), ::testing::Each("accept_failed"));
  EXPECT_GE(log.events().size(), 1U);
  EXPECT_LE(log.events().size(), static_cast<std::size_t>(seconds.count()));
}

}  // namespace
}  // namespace astronova::http
