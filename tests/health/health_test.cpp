#include "health/health.h"

#include <condition_variable>
#include <future>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace astronova::health {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

/// What a test has a probe find, and what it learns of it.
class Scripted {
 public:
  std::unique_ptr<Probe> probe(Schedule schedule = {.interval = 5ms, .within = 50ms}) {
    return std::make_unique<ScriptedProbe>(*this, schedule);
  }
  void find(Finding finding) {
    const std::lock_guard lock(mutex_);
    finding_ = std::move(finding);
  }
  void hang() {
    const std::lock_guard lock(mutex_);
    is_hanging_ = true;
  }
  void let_go() {
    const std::lock_guard lock(mutex_);
    is_hanging_ = false;
    changed_.notify_all();
  }
  int runs() const {
    const std::lock_guard lock(mutex_);
    return runs_;
  }
  int at_once_max() const {
    const std::lock_guard lock(mutex_);
    return at_once_max_;
  }

 private:
  class ScriptedProbe final : public Probe {
   public:
    ScriptedProbe(Scripted& script, Schedule schedule) : script_(script), schedule_(schedule) {}
    Schedule schedule() const override { return schedule_; }
    Finding run(std::chrono::milliseconds /*within*/) override { return script_.run(); }

   private:
    Scripted& script_;
    const Schedule schedule_;
  };

  Finding run() {
    std::unique_lock lock(mutex_);
    ++runs_;
    at_once_max_ = std::max(at_once_max_, ++at_once_);
    changed_.wait(lock, [this] { return !is_hanging_; });
    --at_once_;
    return finding_;
  }

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Finding finding_{};
  bool is_hanging_ = false;
  int runs_ = 0;
  int at_once_ = 0;
  int at_once_max_ = 0;
};

std::vector<Service> one(Service service) {
  std::vector<Service> services;
  services.push_back(std::move(service));
  return services;
}

Finding finding_in(const Health& health) {
  return health.report().front().finding;
}

/// Waits until a condition holds; ten seconds only end a hang.
template <class Condition>
bool comes_true(Condition condition) {
  const auto end = std::chrono::steady_clock::now() + 10s;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::yield();
  }
  return true;
}

TEST(Health, KnowsAllServicesFromTheBeginning) {
  Scripted well;
  Scripted ill;
  ill.find(unhealthy("it is ill"));
  std::vector<Service> services;
  services.push_back({"one", true, well.probe()});
  services.push_back({"two", false, ill.probe()});
  services.push_back({"three", true, nullptr});
  const Health health(std::move(services));
  const auto report = health.report();
  ASSERT_EQ(report.size(), 3U);
  EXPECT_EQ(report[0].name, "one");
  EXPECT_EQ(report[0].finding, Finding{});
  EXPECT_EQ(report[1].finding, unhealthy("it is ill"));
  EXPECT_EQ(report[2].finding.state, State::disabled);
  EXPECT_TRUE(is_healthy(report)) << "what is down is not required, and what is not there is not";
}

TEST(Health, IsLostWithWhatIsRequiredAndWellAgainWithIt) {
  Scripted script;
  const Health health(one({"database", true, script.probe()}));
  EXPECT_TRUE(is_healthy(health.report()));
  script.find(unhealthy("it is gone"));
  EXPECT_TRUE(comes_true([&] { return !is_healthy(health.report()); }));
  script.find({});
  EXPECT_TRUE(comes_true([&] { return is_healthy(health.report()); }));
}

TEST(Health, AProbeThatHangsIsTooSlowAndNotCalledAgainBeforeItCameBack) {
  Scripted script;
  script.hang();
  const Health health(one({"redis", true, script.probe()}));
  EXPECT_THAT(finding_in(health).reason, HasSubstr("50 ms"));
  EXPECT_FALSE(is_healthy(health.report()));
  EXPECT_EQ(script.runs(), 1);
  script.let_go();
  EXPECT_TRUE(comes_true([&] { return finding_in(health) == Finding{}; }));
  EXPECT_EQ(script.at_once_max(), 1);
}

TEST(Health, AProbeThatHangsHoldsUpNeitherTheOthersNorWhoAsks) {
  Scripted hanging;
  hanging.hang();
  Scripted well;
  std::vector<Service> services;
  services.push_back({"hanging", false, hanging.probe()});
  services.push_back({"well", true, well.probe()});
  const Health health(std::move(services));
  const int before = well.runs();
  EXPECT_TRUE(comes_true([&] { return well.runs() > before + 2; }));
  EXPECT_EQ(health.report()[1].finding, Finding{});
  EXPECT_EQ(hanging.runs(), 1);
  hanging.let_go();
}

TEST(Health, AsksNoMoreOftenThanTheScheduleHasItHoweverManyWantToKnow) {
  Scripted script;
  const Health health(one({"anthropic", false, script.probe({.interval = 1h, .within = 50ms})}));
  for (int i = 0; i < 10'000; ++i)
    EXPECT_EQ(finding_in(health), Finding{});
  EXPECT_EQ(script.runs(), 1);
}

TEST(Health, WhatWasFoundStandsWhileItIsAskedAgainInTime) {
  Scripted script;
  const Health health(one({"anthropic", false, script.probe({.interval = 1ms, .within = 1h})}));
  script.hang();
  EXPECT_TRUE(comes_true([&, before = script.runs()] { return script.runs() > before; }));
  EXPECT_EQ(finding_in(health), Finding{});
  script.let_go();
}

TEST(Health, AFailingProbeIsAFinding) {
  class Throwing final : public Probe {
   public:
    Finding run(std::chrono::milliseconds /*within*/) override {
      throw std::runtime_error("secret");
    }
  };
  const Health health(one({"one", true, std::make_unique<Throwing>()}));
  EXPECT_EQ(finding_in(health), unhealthy("the check itself failed"));
}

TEST(Health, TellsOfEachChangeOnce) {
  Scripted script;
  std::promise<Finding> lost;
  std::promise<Finding> regained;
  std::atomic<int> told = 0;
  {
    const Health health(one({"redis", false, script.probe()}), [&](const Status& status) {
      EXPECT_EQ(status.name, "redis");
      if (++told == 1) lost.set_value(status.finding);
      if (told == 2) regained.set_value(status.finding);
    });
    script.find(unhealthy("it is gone"));
    EXPECT_EQ(lost.get_future().get(), unhealthy("it is gone"));
    script.find({});
    EXPECT_EQ(regained.get_future().get(), Finding{});
  }
  EXPECT_EQ(told, 2);
}

TEST(Health, DrainingIsRemembered) {
  Health health({});
  EXPECT_FALSE(health.is_draining());
  health.begin_draining();
  EXPECT_TRUE(health.is_draining());
  EXPECT_TRUE(is_healthy(health.report()));
}

TEST(HealthThreads, ManyAskAtOnce) {
  Scripted script;
  const Health health(one({"one", true, script.probe({.interval = 0ms, .within = 1h})}));
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 1'000; ++j)
        EXPECT_TRUE(is_healthy(health.report()));
    });
  }
}

}  // namespace
}  // namespace astronova::health
