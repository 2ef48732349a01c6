#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/randomness.h"
#include "clients/spans.h"

namespace astronova::telemetry {

struct SpanQueueSettings {
  std::size_t capacity = 4'096;                   ///< spans that may wait; more are dropped
  std::size_t batch = 512;                        ///< spans in one delivery
  std::chrono::milliseconds interval{5'000};      ///< how long a span waits for others
  std::chrono::milliseconds deadline{10'000};     ///< of one delivery
  std::chrono::milliseconds flush_within{2'000};  ///< of what is left when it ends
  std::chrono::milliseconds pause_first{1'000};   ///< before a delivery is repeated; then doubled
  std::chrono::milliseconds pause_max{60'000};
  unsigned tries_max = 6;  ///< of one batch, which is dropped then
};

/// What became of all spans. Read at any time by any thread.
struct SpanFigures {
  std::atomic<std::uint64_t> exported = 0;
  std::atomic<std::uint64_t> dropped = 0;  ///< the queue was full, or they were not taken
};

/// Spans on their way out: a queue of bounded length, and a thread that delivers them in batches.
/// Says through log() when they begin not to be taken, and when they are taken again.
///
/// Threads: all may add at once, and wait for nothing but each other.
class SpanQueue {
 public:
  /// The exporter and the randomness must outlive it.
  SpanQueue(clients::SpanExporter& exporter, const Randomness& randomness,
            SpanQueueSettings settings = {});
  /// As stop(), and waits for the thread.
  ~SpanQueue();
  SpanQueue(const SpanQueue&) = delete;
  SpanQueue& operator=(const SpanQueue&) = delete;

  void add(clients::Span span);

  /// Delivers what is left, once, and ends. Returns after `flush_within` at the latest: whether all
  /// of it was delivered or dropped by then. If not, the exporter still waits for an answer.
  bool stop();

  const SpanFigures& figures() const { return figures_; }

 private:
  using Time = std::chrono::steady_clock::time_point;
  using Batch = std::vector<clients::Span>;

  void run(const std::stop_token& stop);
  void wait_for_spans(const std::stop_token& stop);
  Batch take_batch();
  void deliver(Batch batch, const std::stop_token& stop);
  void give_back(Batch batch);
  void drop(const Batch& batch);
  void flush();
  bool settle(const Batch& batch, const clients::SpanDelivery& delivery);
  void wait_out(std::chrono::milliseconds pause, const std::stop_token& stop);
  std::chrono::milliseconds pause_after(unsigned tries,
                                        const clients::SpanDelivery& delivery) const;
  void note(const clients::SpanDelivery& delivery);

  clients::SpanExporter& exporter_;
  const Randomness& randomness_;
  const SpanQueueSettings settings_;
  SpanFigures figures_;
  bool is_in_trouble_ = false;  // the thread's
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<clients::Span> waiting_;
  bool is_over_ = false;
  std::jthread thread_;
};

}  // namespace astronova::telemetry
