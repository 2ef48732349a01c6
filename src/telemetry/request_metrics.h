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
  /// The upper bounds of the buckets, in seconds; what took longer has one more.
  static constexpr std::array<double, 14> bounds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                 0.1,    0.25,  0.5,    1,     2.5,  5,     10};

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
