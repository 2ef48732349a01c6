#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "http/request_observer.h"

namespace astronova::telemetry {

/// The classes of statuses that requests are counted by. `none`: the client was gone before there
/// was an answer.
enum class StatusClass : std::uint8_t { successful, redirected, refused, failed, none };
inline constexpr std::size_t status_class_count = 5;

/// "2xx", "3xx", "4xx", "5xx", "none"
std::string_view name_of(StatusClass status_class);
StatusClass class_of(unsigned status);

/// How long requests took, as far as they were counted together.
struct LatencyFigures {
  /// The upper bounds of the buckets, in milliseconds; what took as long or longer than the last
  /// is in one more.
  static constexpr std::array<double, 16> bounds{0.1, 0.25, 0.5, 1,   2.5,   5,     10,    25,
                                                 50,  100,  250, 500, 1'000, 2'500, 5'000, 10'000};

  std::array<std::uint64_t, bounds.size() + 1>
      counts{};               ///< below bounds[i], not below the one before
  double sum = 0;             ///< milliseconds
  double sum_of_squares = 0;  ///< milliseconds squared

  std::uint64_t count() const;
};

/// What has been counted since the start, by StatusClass.
using RequestSnapshot = std::array<LatencyFigures, status_class_count>;

/// Counts requests and their latencies, from a whole request to its last byte, for who exports
/// figures as they are. Health checks are left out: there are as many of them as somebody likes,
/// and they take no time.
///
/// Threads: as RequestObserver says; each has figures of its own, so that none waits.
class RequestFigures final : public http::RequestObserver {
 public:
  RequestFigures();

  void began(http::Request& /*request*/) noexcept override {}
  void entering(const http::Request& /*request*/) noexcept override {}
  void left(const http::Request& /*request*/) noexcept override {}
  void ended(const http::Exchange& exchange) noexcept override;

  /// What has been counted so far. From any thread; of a request that is being counted meanwhile it
  /// may have a part.
  RequestSnapshot snapshot() const;

 private:
  struct Counted {
    std::array<std::atomic<std::uint64_t>, LatencyFigures::bounds.size() + 1> counts{};
    std::atomic<double> sum = 0;
    std::atomic<double> sum_of_squares = 0;
  };
  struct alignas(64) Share {
    std::array<Counted, status_class_count> by_class{};
  };
  Share& share_of_this_thread();

  std::vector<Share> shares_;
};

}  // namespace astronova::telemetry
