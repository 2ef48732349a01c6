#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/clock.h"
#include "clients/time_series.h"
#include "telemetry/request_figures.h"

namespace astronova::telemetry {

struct FiguresWriterSettings {
  std::chrono::milliseconds interval{60'000};     ///< not below the store's sampling period
  std::chrono::milliseconds deadline{10'000};     ///< of one round
  std::chrono::milliseconds flush_within{2'000};  ///< of the last one
};

/// Writes the figures of the requests to a store of time series: at once, then each interval, and a
/// last time when it ends, where the last is long enough ago. What could not be written is in the
/// next round's figures, so nothing is tried again in between. Says through log() when writing
/// begins to fail, and when it goes well again.
///
/// Threads: a thread of its own; no request waits for it.
class FiguresWriter {
 public:
  using Source = std::function<RequestSnapshot()>;

  /// The store and the clock must outlive it.
  FiguresWriter(clients::TimeSeriesStore& store, Source source, const Clock& clock,
                FiguresWriterSettings settings = {});
  /// As stop(), and waits for the thread.
  ~FiguresWriter();
  FiguresWriter(const FiguresWriter&) = delete;
  FiguresWriter& operator=(const FiguresWriter&) = delete;

  /// Ends. Returns after `flush_within` at the latest: whether it has ended by then. If not, the
  /// store still waits for an answer.
  bool stop();

 private:
  using Time = std::chrono::steady_clock::time_point;

  void run(const std::stop_token& stop);
  void round(Instant now, std::chrono::milliseconds within);
  void note(const std::optional<clients::FiguresRefused>& refused);

  clients::TimeSeriesStore& store_;
  const Source source_;
  const Clock& clock_;
  const FiguresWriterSettings settings_;
  const Instant began_;
  std::optional<Instant> written_{};  // when they were taken last
  RequestSnapshot before_{};
  Time not_before_{};
  bool is_in_trouble_ = false;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool is_over_ = false;
  std::jthread thread_;
};

}  // namespace astronova::telemetry
