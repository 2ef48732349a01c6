#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/instant.h"

namespace astronova::clients {

/// A metric as a monitoring service is told of it, once.
struct MetricDescription {
  enum class Kind : std::uint8_t {
    gauge,       ///< what holds at an instant
    cumulative,  ///< what has come together since a beginning
  };
  enum class Type : std::uint8_t { integer, real, distribution };

  std::string_view name;  ///< below the service's own prefix: "api/latency"
  Kind kind{};
  Type type{};
  std::string_view unit;         ///< by UCUM: "ms", "1"
  std::string_view description;  ///< a sentence
  std::string_view label{};      ///< the name of its one label; empty: it has none
  std::string_view label_description{};
};

/// How values are spread: counts of those below bounds[i] and not below the bound before, and of
/// those that are not below the last.
struct SpreadOfValues {
  std::span<const double> bounds;  ///< rising; of static lifetime
  std::vector<std::uint64_t> counts;
  double sum = 0;
  double sum_of_squares = 0;
};

/// The value of one metric with one value of its label.
struct TimeSeries {
  const MetricDescription* metric = nullptr;
  std::string label{};
  std::variant<std::int64_t, double, SpreadOfValues> value{};
};

/// Why figures were not taken.
struct FiguresRefused {
  std::string reason;                                 ///< for operators
  std::optional<std::chrono::seconds> retry_after{};  ///< when to come again, where it was said
};

/// Where figures go to be kept.
///
/// Threads: one at a time; it waits until `within` at the most.
class TimeSeriesStore {
 public:
  virtual ~TimeSeriesStore() = default;

  /// The least time between two values of a series.
  virtual std::chrono::milliseconds sampling_period() const = 0;

  /// Writes what has come together from `began` to `now`, of gauges what holds now. Each series of
  /// it is there once, and `now` is later than it was before.
  /// returns  none: all of it was taken
  virtual std::optional<FiguresRefused> write(std::span<const TimeSeries> series, Instant began,
                                              Instant now, std::chrono::milliseconds within) = 0;
};

}  // namespace astronova::clients
