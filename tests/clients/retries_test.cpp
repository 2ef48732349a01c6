#include "clients/curl/retries.h"

#include <vector>

#include <gtest/gtest.h>

#include "tests/clients/support/http_server.h"

namespace astronova::clients::curl {
namespace {

using std::chrono::milliseconds;
using namespace std::chrono_literals;
using astronova::testing::longest_pause;
using astronova::testing::no_pause;
using astronova::testing::noon;

std::optional<milliseconds> asked(const std::string& retry_after) {
  return asked_pause({503, {{"retry-after", retry_after}}, ""}, noon.now());
}

TEST(Retries, PausesAreAnythingUpToABoundThatDoublesUntilItsMaximum) {
  const RetrySettings settings{10, 100ms, 1'000ms};
  std::vector<std::int64_t> longest;
  for (unsigned attempts = 1; attempts < 10; ++attempts) {
    EXPECT_EQ(pause_after(attempts, std::nullopt, no_pause, settings), 0ms);
    longest.push_back(pause_after(attempts, std::nullopt, longest_pause, settings)->count());
  }
  EXPECT_EQ(longest, (std::vector<std::int64_t>{99, 199, 399, 799, 999, 999, 999, 999, 999}));
}

TEST(Retries, ThereAreNoMoreAttemptsThanWereSet) {
  const RetrySettings settings{3, 100ms, 1'000ms};
  EXPECT_TRUE(pause_after(2, std::nullopt, no_pause, settings));
  EXPECT_FALSE(pause_after(3, std::nullopt, no_pause, settings));
  EXPECT_FALSE(pause_after(1, std::nullopt, no_pause, {.attempts_max = 1}));
}

TEST(Retries, NoPauseIsShorterThanTheServerAsks) {
  EXPECT_EQ(pause_after(1, 2s, no_pause, {}), 2s);
  EXPECT_EQ(pause_after(1, 2s, longest_pause, {}), 2'099ms);
}

TEST(Retries, AServerAsksInSecondsOrByADate) {
  EXPECT_EQ(asked("0"), 0s);
  EXPECT_EQ(asked("120"), 120s);
  // The three forms that RFC 9110, 5.6.7 has a recipient read.
  EXPECT_EQ(asked("Sun, 01 Mar 2026 12:01:00 GMT"), 60s);
  EXPECT_EQ(asked("Sunday, 01-Mar-26 12:01:00 GMT"), 60s);
  EXPECT_EQ(asked("Sun Mar  1 12:01:00 2026"), 60s);
}

TEST(Retries, ADateInThePastAsksForNoPause) {
  EXPECT_EQ(asked("Sun, 01 Mar 2026 11:00:00 GMT"), 0s);
}

TEST(Retries, WhatCannotBeReadAsksForNothing) {
  for (const char* text : {"", "soon", "-5", "1.5", "12 seconds"})
    EXPECT_FALSE(asked(text)) << text;
  EXPECT_FALSE(asked_pause({503, {}, ""}, noon.now()));
}

TEST(Retries, AnEternityIsADay) {
  EXPECT_EQ(asked("99999999999999999999999999"), 24h);
  EXPECT_EQ(asked("Sun, 01 Mar 2099 12:01:00 GMT"), 24h);
}

TEST(Retries, OnlyStatusesOfPassingTroubleAreRetried) {
  for (const unsigned status : {429U, 502U, 503U, 504U})
    EXPECT_TRUE(passes_by_itself(status));
  for (const unsigned status : {200U, 301U, 400U, 401U, 404U, 408U, 500U, 501U, 505U})
    EXPECT_FALSE(passes_by_itself(status)) << status;
}

}  // namespace
}  // namespace astronova::clients::curl
