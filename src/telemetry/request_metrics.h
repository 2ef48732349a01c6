#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/sharded_counter.h"
#include "http/request_observer.h"
#include "telemetry/metrics.h"

namespace astronova::telemetry {

/// The status that stands for none: the client was gone before there was an answer. nginx has it
/// so.
inline constexpr unsigned client_gone = 499;

/// Counts a server's requests, by route template, method and status, and how long they took. Each
/// thread counts for itself, which costs some tens of nanoseconds a request; they are added up when
/// somebody reads.
///
/// Memory is bounded: routes, methods and statuses are the server's own, never the client's, and
/// beyond a thousand combinations a thread counts all as one, of the route "other".
///
/// Threads: as the port, and sample() at any time by any. One object for one server.
class RequestMetrics final : public http::RequestObserver {
 public:
  /// The upper bounds of the buckets, in seconds; what took longer has one more. Each is at most
  /// twice, and more than one and a half times, the one before: requests that take twice as long as
  /// they did fall into another bucket, and a quantile that is read from buckets grows by more than
  /// a half, which is what the gate of a release allows by default.
  static constexpr std::array<double, 18> bounds{0.0005, 0.001, 0.0016, 0.0025, 0.005, 0.01,
                                                 0.016,  0.025, 0.05,   0.1,    0.16,  0.25,
                                                 0.5,    1,     1.6,    2.5,    5,     10};

  RequestMetrics();
  ~RequestMetrics() override;
  RequestMetrics(const RequestMetrics&) = delete;
  RequestMetrics& operator=(const RequestMetrics&) = delete;

  void began(http::Request& request) noexcept override;
  void entering(const http::Request& /*request*/) noexcept override {}
  void left(const http::Request& /*request*/) noexcept override {}
  void ended(const http::Exchange& exchange) noexcept override;

  void sample(Samples& samples) const;

 private:
  static constexpr std::size_t shard_count = 16;
  class Shard;

  std::array<std::unique_ptr<Shard>, shard_count> shards_;
  ShardedCounter in_flight_;
  ShardedCounter response_bytes_;
  std::atomic<std::uint64_t> refused_by_limits_ = 0;
  std::atomic<std::uint64_t> refused_by_overload_ = 0;
  std::atomic<std::uint64_t> cut_ = 0;
};

}  // namespace astronova::telemetry
