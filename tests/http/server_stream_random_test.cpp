// Many streams at once that do whatever a stream may do, by chance.

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <random>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/http/running_server.h"

namespace astronova::http {
namespace {

using testing::HasSubstr;

enum class Afterwards { go_on, wait_for_time, wait_for_alarm, wait_for_itself };
enum class End { proper, failure, exception };
enum class Reader { whole, leaves, resets, http_1_0 };

struct Step {
  std::size_t size;
  Afterwards afterwards;
};

/// What a stream and its client do; the same for the same seed.
struct Plan {
  explicit Plan(unsigned seed) {
    std::mt19937 random(seed);
    const auto below = [&random](unsigned limit) {
      return static_cast<unsigned>(random() % limit);
    };
    const unsigned count = below(12);
    for (unsigned i = 0; i < count; ++i) {
      const std::size_t size = below(3) == 0 ? 0 : below(2) == 0 ? below(100) : below(200'000);
      steps.push_back({size, static_cast<Afterwards>(below(4))});
    }
    end = below(4) == 0 ? static_cast<End>(1 + below(2)) : End::proper;
    reader = below(2) == 0 ? Reader::whole : static_cast<Reader>(1 + below(3));
    read_before_leaving = below(300'000);
    is_on_worker = below(2) == 0;
    letter = static_cast<char>('a' + below(26));
  }

  std::string body() const {
    std::size_t size = 0;
    for (const Step& step : steps)
      size += step.size;
    return std::string(size, letter);
  }

  std::vector<Step> steps{};
  End end{};
  Reader reader{};
  std::size_t read_before_leaving = 0;
  bool is_on_worker = false;
  char letter = 0;
};

/// A thread that wakes whatever it is given.
class Alarm {
 public:
  ~Alarm() {
    {
      const std::lock_guard lock(mutex_);
      is_over_ = true;
    }
    changed_.notify_one();
    thread_.join();
  }
  void set(const Waker& waker) {
    const std::lock_guard lock(mutex_);
    wakers_.push_back(waker);
    changed_.notify_one();
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return is_over_ || !wakers_.empty(); });
      if (is_over_) return;
      const auto wakers = std::exchange(wakers_, {});
      lock.unlock();
      for (const Waker& waker : wakers)
        waker.wake();
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Waker> wakers_;
  bool is_over_ = false;
  std::thread thread_{[this] { run(); }};
};

class PlannedSource final : public BodySource {
 public:
  PlannedSource(unsigned seed, Alarm& alarm, std::atomic<int>& living)
      : plan_(seed), alarm_(alarm), living_(living) {
    ++living_;
  }
  ~PlannedSource() override {
    EXPECT_FALSE(is_called_);
    --living_;
  }
  PlannedSource(const PlannedSource&) = delete;
  PlannedSource& operator=(const PlannedSource&) = delete;

  Result<BodyProgress> next(std::string& chunk, const BodyDemand& demand) override {
    EXPECT_FALSE(is_called_.exchange(true)) << "two calls at once";
    EXPECT_EQ(chunk, "");
    auto progress = play(chunk, demand);
    is_called_ = false;
    return progress;
  }

 private:
  Result<BodyProgress> play(std::string& chunk, const BodyDemand& demand) {
    if (next_ == plan_.steps.size()) return end();
    const Step& step = plan_.steps[next_++];
    chunk.assign(step.size, plan_.letter);
    switch (step.afterwards) {
      case Afterwards::wait_for_time:
        return BodyProgress::waiting(std::chrono::milliseconds(1));
      case Afterwards::wait_for_alarm:
        alarm_.set(demand.waker);
        return BodyProgress::waiting();
      case Afterwards::wait_for_itself:
        demand.waker.wake();
        return BodyProgress::waiting();
      case Afterwards::go_on:
        break;
    }
    return BodyProgress::more();
  }

  Result<BodyProgress> end() {
    is_called_ = false;
    if (plan_.end == End::exception) throw std::runtime_error("as planned");
    if (plan_.end == End::failure) return Error{};
    return BodyProgress::end();
  }

  const Plan plan_;
  Alarm& alarm_;
  std::atomic<int>& living_;
  std::size_t next_ = 0;
  std::atomic<bool> is_called_ = false;
};

void read_whole(Client& client, const Plan& plan) {
  const Answer answer = client.receive();
  EXPECT_EQ(answer.is_cut, plan.end != End::proper);
  EXPECT_TRUE(answer.body == plan.body());
  if (answer.is_cut) return;
  EXPECT_EQ(client.ask(get("/plain")).status, 200U);
}

void read_as_http_1_0(Client& client, const Plan& plan) {
  EXPECT_EQ(client.receive_head().status, 200U);
  const std::string body = client.receive_all();
  EXPECT_EQ(client.is_reset_by_server(), plan.end != End::proper);
  EXPECT_TRUE(plan.end != End::proper || body == plan.body());
}

void leave(Client& client, const Plan& plan) {
  client.receive_head();
  std::size_t size = 0;
  while (size < plan.read_before_leaving) {
    const auto chunk = client.receive_chunk();
    if (!chunk || chunk->empty()) break;
    size += chunk->size();
  }
  if (plan.reader == Reader::resets) client.reset();
}

void play(std::uint16_t port, unsigned seed) {
  const Plan plan(seed);
  const std::string path = (plan.is_on_worker ? "/worker?" : "/loop?") + std::to_string(seed);
  Client client(port);
  switch (plan.reader) {
    case Reader::whole:
      client.send(get(path));
      return read_whole(client, plan);
    case Reader::http_1_0:
      client.send("GET " + path + " HTTP/1.0\r\n\r\n");
      return read_as_http_1_0(client, plan);
    case Reader::leaves:
    case Reader::resets:
      client.send(get(path));
      return leave(client, plan);
  }
}

TEST(ServerStreamAtRandom, EveryStreamArrivesAsPlannedAndNoSourceIsLeft) {
  constexpr unsigned streams = 400;
  constexpr unsigned clients = 8;
  testing::internal::CaptureStderr();
  std::atomic<int> living = 0;
  Alarm alarm;
  Router routes;
  const auto answer = [&](const Request& request) {
    Response response;
    const auto seed = static_cast<unsigned>(std::stoul(request.query.front().first));
    response.source = std::make_unique<PlannedSource>(seed, alarm, living);
    return response;
  };
  routes.add(Method::get, "/loop", answer);
  routes.add(Method::get, "/worker", answer, Execution::on_worker);
  routes.add(Method::get, "/plain", [](const Request&) { return Response{}; });
  {
    ServerOptions options = quick_options();
    // The shortest of the timeouts sets how often the loops look whose time has come.
    options.linger_timeout = std::chrono::milliseconds(40);
    RunningServer server(std::move(routes), options);
    std::vector<std::thread> threads;
    for (unsigned thread = 0; thread < clients; ++thread) {
      threads.emplace_back([thread, port = server.port()] {
        for (unsigned seed = thread; seed < streams; seed += clients) {
          SCOPED_TRACE(seed);
          play(port, seed);
        }
      });
    }
    for (auto& thread : threads)
      thread.join();
    EXPECT_TRUE(server.stop_and_wait());
  }
  EXPECT_EQ(living, 0);
  std::istringstream log(testing::internal::GetCapturedStderr());
  for (std::string line; std::getline(log, line);)
    EXPECT_THAT(line, HasSubstr("is cut"))
        << "anything else, such as a sanitizer's, is none of ours";
}

}  // namespace
}  // namespace astronova::http
