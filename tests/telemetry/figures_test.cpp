// Figures of requests, and how they are written to a store of time series.

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <numeric>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "telemetry/figures_writer.h"
#include "telemetry/request_series.h"
#include "tests/telemetry/support.h"

namespace astronova::telemetry {
namespace {

using namespace std::chrono_literals;
using clients::FiguresRefused;
using clients::SpreadOfValues;
using clients::TimeSeries;
using http::Exchange;
using ::testing::ElementsAre;

const http::Request request;
const http::RouteInfo chart{.pattern = "/api/v1/chart/generate"};
const http::RouteInfo health{.pattern = "/livez", .priority = http::Priority::vital};

void count(RequestFigures& figures, unsigned status, std::chrono::microseconds took,
           const http::RouteInfo* route = &chart) {
  constexpr Exchange::Time received(1s);
  figures.ended({request, route, status, false, false, 0, received, received + took});
}

const LatencyFigures& of(const RequestSnapshot& snapshot, StatusClass status_class) {
  return snapshot.at(static_cast<std::size_t>(status_class));
}

TEST(RequestFigures, AreCountedByTheClassOfTheirStatus) {
  RequestFigures figures;
  for (const unsigned status : {200U, 204U, 304U, 404U, 429U, 400U, 503U, 0U})
    count(figures, status, 1ms);
  const auto snapshot = figures.snapshot();
  EXPECT_EQ(of(snapshot, StatusClass::successful).count(), 2U);
  EXPECT_EQ(of(snapshot, StatusClass::redirected).count(), 1U);
  EXPECT_EQ(of(snapshot, StatusClass::refused).count(), 3U);
  EXPECT_EQ(of(snapshot, StatusClass::failed).count(), 1U);
  EXPECT_EQ(of(snapshot, StatusClass::none).count(), 1U);
}

TEST(RequestFigures, ABoundIsTheFirstOfItsBucket) {
  RequestFigures figures;
  count(figures, 200, 99us);
  count(figures, 200, 100us);
  count(figures, 200, 9'999ms);
  count(figures, 200, 10s);
  count(figures, 200, 60s);
  const auto snapshot = figures.snapshot();
  const auto& counts = of(snapshot, StatusClass::successful).counts;
  EXPECT_EQ(counts.front(), 1U);
  EXPECT_EQ(counts[1], 1U);
  EXPECT_EQ(counts[counts.size() - 2], 1U);
  EXPECT_EQ(counts.back(), 2U);
}

TEST(RequestFigures, SumUpInMilliseconds) {
  RequestFigures figures;
  count(figures, 200, 1500us);
  count(figures, 200, 3ms);
  const auto snapshot = figures.snapshot();
  EXPECT_DOUBLE_EQ(of(snapshot, StatusClass::successful).sum, 4.5);
  EXPECT_DOUBLE_EQ(of(snapshot, StatusClass::successful).sum_of_squares, 11.25);
}

TEST(RequestFigures, LeaveOutHealthChecksButNotWhatHasNoRoute) {
  RequestFigures figures;
  count(figures, 200, 1ms, &health);
  count(figures, 404, 1ms, nullptr);
  const auto snapshot = figures.snapshot();
  EXPECT_EQ(of(snapshot, StatusClass::successful).count(), 0U);
  EXPECT_EQ(of(snapshot, StatusClass::refused).count(), 1U);
}

TEST(RequestFigures, LoseNothingThatIsCountedConcurrently) {
  RequestFigures figures;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&figures] {
        for (int n = 0; n < 2'000; ++n)
          count(figures, 200, 2ms);
      });
    }
  }
  const auto snapshot = figures.snapshot();
  EXPECT_EQ(of(snapshot, StatusClass::successful).count(), 8'000U);
  EXPECT_DOUBLE_EQ(of(snapshot, StatusClass::successful).sum, 16'000);
}

double error_rate(const RequestSnapshot& before, const RequestSnapshot& now) {
  const auto series = series_of(before, now);
  EXPECT_EQ(series.back().metric->name, "api/error_rate");
  return std::get<double>(series.back().value);
}

TEST(RequestSeries, TheErrorRateIsTheShareThatTheServerFailedAtSinceTheLast) {
  RequestFigures figures;
  EXPECT_EQ(error_rate({}, figures.snapshot()), 0);
  count(figures, 503, 1ms);
  count(figures, 404, 1ms);
  count(figures, 200, 1ms);
  count(figures, 200, 1ms);
  const auto then = figures.snapshot();
  EXPECT_DOUBLE_EQ(error_rate({}, then), 0.25);
  EXPECT_EQ(error_rate(then, figures.snapshot()), 0);
  count(figures, 500, 1ms);
  EXPECT_DOUBLE_EQ(error_rate(then, figures.snapshot()), 1);
}

TEST(RequestSeries, EachClassHasItsCountAndItsLatenciesFromTheStart) {
  RequestFigures figures;
  count(figures, 503, 1ms);
  const auto series = series_of({}, figures.snapshot());
  EXPECT_EQ(series.size(), 2 * status_class_count + 1);
  for (const auto& one : series) {
    if (one.label != "5xx") continue;
    if (const auto* const spread = std::get_if<SpreadOfValues>(&one.value)) {
      EXPECT_EQ(one.metric->name, "api/latency");
      EXPECT_EQ(std::accumulate(spread->counts.begin(), spread->counts.end(), 0U), 1U);
    } else {
      EXPECT_EQ(one.metric->name, "api/request_count");
      EXPECT_EQ(std::get<std::int64_t>(one.value), 1);
    }
  }
}

/// A store that answers as it is told, in order, and then takes all.
class Store final : public clients::TimeSeriesStore {
 public:
  struct Written {
    Instant began;
    Instant now;
    std::int64_t requests = 0;
  };

  std::chrono::milliseconds sampling_period() const override { return 0ms; }
  std::optional<FiguresRefused> write(std::span<const TimeSeries> series, Instant began,
                                      Instant now, std::chrono::milliseconds /*within*/) override {
    std::unique_lock lock(mutex_);
    Written written{began, now};
    for (const auto& one : series)
      if (const auto* const count = std::get_if<std::int64_t>(&one.value))
        written.requests += *count;
    written_.push_back(written);
    changed_.notify_all();
    changed_.wait(lock, [this] { return !is_held_; });
    if (answers_.empty()) return std::nullopt;
    auto answer = answers_.front();
    answers_.pop_front();
    return answer;
  }
  void answer(std::deque<std::optional<FiguresRefused>> answers) { answers_ = std::move(answers); }
  void hold(bool is_held) {
    const std::lock_guard lock(mutex_);
    is_held_ = is_held;
    changed_.notify_all();
  }
  std::vector<Written> wait_for(std::size_t rounds) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return written_.size() >= rounds; });
    return written_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::optional<FiguresRefused>> answers_;
  std::vector<Written> written_;
  bool is_held_ = false;
};

/// A clock that a test sets while others look at it.
class TestClock final : public Clock {
 public:
  Instant now() const override { return Instant(std::chrono::microseconds(now_.load())); }
  void advance(std::chrono::microseconds by) { now_ += by.count(); }

 private:
  std::atomic<std::int64_t> now_ = 1'772'366'400'000'000;
};

const SystemClock system_clock;

FiguresWriterSettings often() {
  return {.interval = 1ms, .flush_within = 60s};
}

FiguresWriterSettings seldom() {
  return {.interval = 1h, .flush_within = 60s};
}

TEST(FiguresWriter, WritesAtOnceThenEachIntervalFromOneBeginning) {
  Store store;
  RequestFigures figures;
  FiguresWriter writer(
      store, [&figures] { return figures.snapshot(); }, system_clock, often());
  const auto written = store.wait_for(3);
  EXPECT_LT(written[0].began, written[0].now);
  EXPECT_EQ(written[0].began, written[2].began);
  EXPECT_LT(written[0].now, written[1].now);
  EXPECT_LT(written[1].now, written[2].now);
}

TEST(FiguresWriter, WritesALastTimeWhenItEnds) {
  Store store;
  RequestFigures figures;
  TestClock clock;
  FiguresWriter writer(
      store, [&figures] { return figures.snapshot(); }, clock, seldom());
  EXPECT_EQ(store.wait_for(1).front().requests, 0);
  count(figures, 200, 1ms);
  clock.advance(10s);
  EXPECT_TRUE(writer.stop());
  EXPECT_EQ(store.wait_for(2).back().requests, 1);
}

TEST(FiguresWriter, WritesNothingThatIsNotLaterThanWhatWasWritten) {
  Store store;
  RequestFigures figures;
  TestClock clock;
  FiguresWriter writer(
      store, [&figures] { return figures.snapshot(); }, clock, seldom());
  store.wait_for(1);
  clock.advance(-3600s);
  EXPECT_TRUE(writer.stop());
  EXPECT_EQ(store.wait_for(1).size(), 1U);
}

TEST(FiguresWriter, SaysOnceThatWritingFailsAndOnceThatItGoesWellAgain) {
  const SaidEvents said;
  Store store;
  store.answer({FiguresRefused{.reason = "it answers 503"}, FiguresRefused{.reason = "it hangs"},
                std::nullopt, std::nullopt});
  RequestFigures figures;
  FiguresWriter writer(
      store, [&figures] { return figures.snapshot(); }, system_clock, often());
  store.wait_for(5);
  EXPECT_TRUE(writer.stop());
  EXPECT_THAT(said.events(), ElementsAre("figures_not_exported", "figures_exported_again"));
  EXPECT_THAT(said.messages(), ::testing::HasSubstr("it answers 503"));
}

TEST(FiguresWriter, ComesBackWhenItIsAskedToAndNotBefore) {
  Store store;
  store.answer({FiguresRefused{.reason = "it has enough", .retry_after = 3600s}});
  RequestFigures figures;
  TestClock clock;
  std::atomic<int> looked_at = 0;
  FiguresWriter writer(
      store,
      [&] {
        ++looked_at;
        return figures.snapshot();
      },
      clock, often());
  store.wait_for(1);
  clock.advance(10s);
  EXPECT_TRUE(writer.stop());
  // The first, and the last at the end, which waits for nobody.
  EXPECT_EQ(looked_at, 2);
}

TEST(FiguresWriter, DoesNotWaitAtItsEndForAStoreThatHangs) {
  Store store;
  store.hold(true);
  RequestFigures figures;
  auto settings = seldom();
  settings.flush_within = 1ms;
  FiguresWriter writer(
      store, [&figures] { return figures.snapshot(); }, system_clock, settings);
  store.wait_for(1);
  EXPECT_FALSE(writer.stop());
  store.hold(false);
}

}  // namespace
}  // namespace astronova::telemetry
