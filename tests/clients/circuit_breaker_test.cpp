#include "clients/circuit_breaker.h"

#include <atomic>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace astronova::clients {
namespace {

using namespace std::chrono_literals;
using State = CircuitBreaker::State;

const BreakerSettings breaker_settings{
    .window = 10s, .calls_min = 4, .failures_share = 0.5, .open_for = 1s};

/// A breaker and the time, which passes when a test says so.
struct Circuit {
  CircuitBreaker breaker{breaker_settings};
  CircuitBreaker::Time now{1'000s};

  bool passes(bool well) {
    const auto permit = breaker.ask(now);
    if (permit) breaker.record(*permit, well, now);
    return permit.has_value();
  }
  void fail(int times) {
    for (int i = 0; i < times; ++i)
      passes(false);
  }
};

TEST(CircuitBreaker, FewFailuresOpenNothing) {
  Circuit circuit;
  circuit.fail(3);
  EXPECT_EQ(circuit.breaker.state(), State::closed);
  EXPECT_TRUE(circuit.passes(true));
}

TEST(CircuitBreaker, OpensWhenHalfOfEnoughCallsFailed) {
  Circuit circuit;
  EXPECT_TRUE(circuit.passes(true));
  EXPECT_TRUE(circuit.passes(true));
  circuit.fail(1);
  EXPECT_EQ(circuit.breaker.state(), State::closed);
  circuit.fail(1);
  EXPECT_EQ(circuit.breaker.state(), State::open);
  EXPECT_FALSE(circuit.passes(true));
  EXPECT_EQ(circuit.breaker.openings(), 1U);
}

TEST(CircuitBreaker, StaysClosedWhileMostCallsGoWell) {
  Circuit circuit;
  for (int i = 0; i < 300; ++i) {
    EXPECT_TRUE(circuit.passes(true));
    EXPECT_TRUE(circuit.passes(i % 3 != 0));
    circuit.now += 50ms;
  }
  EXPECT_EQ(circuit.breaker.openings(), 0U);
}

TEST(CircuitBreaker, ForgetsWhatIsOlderThanTheWindow) {
  Circuit circuit;
  circuit.fail(3);
  circuit.now += 10s;
  circuit.fail(3);
  EXPECT_EQ(circuit.breaker.state(), State::closed);
  circuit.now += 5s;
  circuit.fail(1);
  EXPECT_EQ(circuit.breaker.state(), State::open);
}

TEST(CircuitBreaker, LetsOneTryAfterThePauseAndClosesWhenThatGoesWell) {
  Circuit circuit;
  circuit.fail(4);
  circuit.now += 999ms;
  EXPECT_FALSE(circuit.breaker.ask(circuit.now));
  circuit.now += 1ms;
  const auto trial = circuit.breaker.ask(circuit.now);
  ASSERT_TRUE(trial);
  EXPECT_EQ(circuit.breaker.state(), State::half_open);
  EXPECT_FALSE(circuit.breaker.ask(circuit.now)) << "a second trial beside the first";
  circuit.breaker.record(*trial, true, circuit.now);
  EXPECT_EQ(circuit.breaker.state(), State::closed);
  circuit.fail(3);
  EXPECT_EQ(circuit.breaker.state(), State::closed) << "the old failures still counted";
}

TEST(CircuitBreaker, WaitsAnotherPauseWhenTheTrialFails) {
  Circuit circuit;
  circuit.fail(4);
  circuit.now += 1s;
  circuit.fail(1);
  EXPECT_EQ(circuit.breaker.state(), State::open);
  circuit.now += 999ms;
  EXPECT_FALSE(circuit.passes(true));
  circuit.now += 1ms;
  EXPECT_TRUE(circuit.passes(true));
  EXPECT_EQ(circuit.breaker.state(), State::closed);
  EXPECT_EQ(circuit.breaker.openings(), 1U);
}

TEST(CircuitBreaker, AfterATrialThatSaysNothingTheNextCallIsOne) {
  Circuit circuit;
  circuit.fail(4);
  circuit.now += 1s;
  const auto trial = circuit.breaker.ask(circuit.now);
  ASSERT_TRUE(trial);
  circuit.breaker.forgo(*trial);
  EXPECT_EQ(circuit.breaker.state(), State::open);
  EXPECT_TRUE(circuit.passes(true));
  EXPECT_EQ(circuit.breaker.state(), State::closed);
}

TEST(CircuitBreaker, WhatSaysNothingIsNotCounted) {
  Circuit circuit;
  circuit.fail(2);
  for (int i = 0; i < 4; ++i)
    circuit.breaker.forgo(circuit.breaker.ask(circuit.now).value());
  circuit.fail(1);
  EXPECT_EQ(circuit.breaker.state(), State::closed) << "three calls were counted, not seven";
  circuit.fail(1);
  EXPECT_EQ(circuit.breaker.state(), State::open);
}

TEST(CircuitBreaker, DoesNotCountWhatBeganBeforeItOpened) {
  Circuit circuit;
  const auto slow = circuit.breaker.ask(circuit.now);
  circuit.fail(4);
  circuit.now += 1s;
  const auto trial = circuit.breaker.ask(circuit.now);
  circuit.breaker.record(*slow, true, circuit.now);
  EXPECT_EQ(circuit.breaker.state(), State::half_open) << "an old call's answer closed it";
  circuit.breaker.record(*trial, false, circuit.now);
  EXPECT_EQ(circuit.breaker.state(), State::open);
}

TEST(CircuitBreaker, OfManyThreadsOneHasTheTrial) {
  Circuit circuit;
  circuit.fail(4);
  circuit.now += 1s;
  std::atomic<int> passed = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      if (circuit.breaker.ask(circuit.now)) ++passed;
    });
  }
  threads.clear();
  EXPECT_EQ(passed, 1);
}

}  // namespace
}  // namespace astronova::clients
