#include "http/queue_delay.h"

#include <gtest/gtest.h>

namespace astronova::http {
namespace {

using std::chrono::milliseconds;

constexpr WaitLimits limits{milliseconds{5}, milliseconds{100}};

QueueDelay::Time at(int milliseconds_in) {
  return QueueDelay::Time{} + milliseconds{milliseconds_in};
}

// Longer than the target for an interval, so that the queue is kept short from 100 on.
QueueDelay standing() {
  QueueDelay delay(limits, at(0));
  for (int time = 10; time < 100; time += 10)
    delay.took(at(time - 9), at(time));
  EXPECT_TRUE(delay.is_too_long(at(95), at(100)));
  return delay;
}

TEST(QueueDelay, ABurstIsLetIn) {
  QueueDelay delay(limits, at(0));
  EXPECT_FALSE(delay.is_too_long(at(50), at(99)));
}

TEST(QueueDelay, AfterAnIntervalOfLongWaitsWhoWaitsLongerThanTheTargetIsTurnedAway) {
  QueueDelay delay(limits, at(0));
  for (int time = 10; time < 100; time += 10)
    delay.took(at(time - 9), at(time));
  EXPECT_FALSE(delay.is_too_long(at(96), at(100)));
  EXPECT_TRUE(delay.is_too_long(at(95), at(100)));
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

TEST(QueueDelay, AQueueThatStandsIsKeptShort) {
  auto delay = standing();
  const auto part = limits.target / 100;
  EXPECT_TRUE(delay.is_too_long(at(150) - part, at(150)));
  EXPECT_FALSE(delay.is_too_long(at(150) - part + std::chrono::microseconds{1}, at(150)));
}

TEST(QueueDelay, WhereTurningAwayTakesTheTimeANinthOfItMayBeWaited) {
  auto delay = standing();
  delay.refused_for(milliseconds{27});
  EXPECT_FALSE(delay.is_too_long(at(148), at(150)));
  EXPECT_TRUE(delay.is_too_long(at(147), at(150)));
  delay.refused_for(milliseconds{900});
  EXPECT_FALSE(delay.is_too_long(at(146), at(150)));
  EXPECT_TRUE(delay.is_too_long(at(145), at(150))) << "never longer than the target";
  delay.refused_for(milliseconds{0});
  EXPECT_TRUE(delay.is_too_long(at(149), at(150)));
}

TEST(QueueDelay, ShortWaitsAloneDoNotEndIt) {
  auto delay = standing();
  for (int time = 101; time < 500; ++time)
    delay.took(at(time - 1), at(time));
  EXPECT_TRUE(delay.is_too_long(at(499), at(500))) << "waits are short since others were refused";
}

// Each a millisecond after the other, and nobody before them.
void let_in(QueueDelay& delay, int from, int count) {
  for (int time = from; time < from + count; ++time)
    EXPECT_FALSE(delay.is_too_long(at(time), at(time)));
}

TEST(QueueDelay, TimeToSpareEndsIt) {
  auto delay = standing();
  delay.idled(at(110), at(134));
  let_in(delay, 600, 1);
  EXPECT_TRUE(delay.is_shedding()) << "24 of 500 ms are too few";
  delay.idled(at(610), at(634));
  delay.idled(at(700), at(702));
  let_in(delay, 1099, 1);
  EXPECT_TRUE(delay.is_shedding()) << "it is not counted yet";
  EXPECT_FALSE(delay.is_too_long(at(1098), at(1100)));
  EXPECT_FALSE(delay.is_shedding());
  EXPECT_FALSE(delay.is_too_long(at(1130), at(1199))) << "what comes then is a burst";
}

TEST(QueueDelay, TimeToSpareForSomeOfThoseWhoWereTurnedAwayDoesNotEndIt) {
  auto delay = standing();
  let_in(delay, 101, 100);
  for (int time = 201; time < 221; ++time)
    EXPECT_TRUE(delay.is_too_long(at(time - 4), at(time)));
  delay.idled(at(510), at(590));
  let_in(delay, 600, 1);
  EXPECT_TRUE(delay.is_shedding()) << "20 who would have taken 4.2 ms each";
  let_in(delay, 601, 100);
  for (int time = 701; time < 721; ++time)
    EXPECT_TRUE(delay.is_too_long(at(time - 4), at(time)));
  delay.idled(at(1010), at(1099));
  let_in(delay, 1100, 1);
  EXPECT_FALSE(delay.is_shedding()) << "there was room for all";
}

TEST(QueueDelay, TurningAwayIsNoWork) {
  auto delay = standing();
  let_in(delay, 101, 100);
  for (int time = 201; time < 221; ++time)
    EXPECT_TRUE(delay.is_too_long(at(time - 4), at(time)));
  delay.refused_for(milliseconds{120});
  delay.idled(at(510), at(590));
  let_in(delay, 600, 1);
  EXPECT_FALSE(delay.is_shedding()) << "20 who would have taken 3 ms each";
}

TEST(QueueDelay, OneOfManyWhoHasNothingToDoCountsForItself) {
  auto delay = standing();
  delay.idled(at(110), at(150), 10);
  let_in(delay, 600, 1);
  EXPECT_TRUE(delay.is_shedding());
  for (int worker = 0; worker < 10; ++worker)
    delay.idled(at(610), at(650), 10);
  let_in(delay, 1100, 1);
  EXPECT_FALSE(delay.is_shedding());
}

TEST(QueueDelay, WithoutATargetNobodyIsTurnedAway) {
  QueueDelay delay({}, at(0));
  EXPECT_FALSE(delay.is_too_long(at(0), at(100'000)));
}

}  // namespace
}  // namespace astronova::http
