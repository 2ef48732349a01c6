#include "http/queue_delay.h"

#include <gtest/gtest.h>

namespace astronova::http {
namespace {

using std::chrono::milliseconds;

constexpr WaitLimits limits{milliseconds{5}, milliseconds{100}};

QueueDelay::Time at(int milliseconds_in) {
  return QueueDelay::Time{} + milliseconds{milliseconds_in};
}

TEST(QueueDelay, ABurstIsLetIn) {
  const QueueDelay delay(limits, at(0));
  EXPECT_FALSE(delay.is_too_long(at(50), at(99)));
}

TEST(QueueDelay, AfterAnIntervalOfLongWaitsWhoWaitsLongerThanTheTargetIsTurnedAway) {
  QueueDelay delay(limits, at(0));
  for (int time = 10; time < 100; time += 10)
    delay.took(at(time - 9), at(time));
  EXPECT_TRUE(delay.is_too_long(at(95), at(100)));
  EXPECT_FALSE(delay.is_too_long(at(96), at(100)));
}

TEST(QueueDelay, OneShortWaitShowsThatTheQueueDoesNotStand) {
  QueueDelay delay(limits, at(0));
  delay.took(at(90), at(94));
  EXPECT_FALSE(delay.is_too_long(at(180), at(193)));
  EXPECT_TRUE(delay.is_too_long(at(180), at(194)));
}

TEST(QueueDelay, WhatComesAfterALongRestIsABurst) {
  QueueDelay delay(limits, at(0));
  delay.idled(at(10), at(5000));
  EXPECT_FALSE(delay.is_too_long(at(5000), at(5050)));
}

TEST(QueueDelay, AMomentWithoutWorkIsNoRest) {
  QueueDelay delay(limits, at(0));
  delay.idled(at(90), at(120));
  EXPECT_TRUE(delay.is_too_long(at(110), at(120)));
}

TEST(QueueDelay, WithoutATargetNobodyIsTurnedAway) {
  const QueueDelay delay({}, at(0));
  EXPECT_FALSE(delay.is_too_long(at(0), at(100'000)));
}

}  // namespace
}  // namespace astronova::http
