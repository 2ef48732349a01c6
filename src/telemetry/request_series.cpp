#include "telemetry/request_series.h"

#include <array>

namespace astronova::telemetry {
namespace {

using clients::MetricDescription;
using clients::TimeSeries;
using Kind = MetricDescription::Kind;
using Type = MetricDescription::Type;

constexpr std::string_view label = "status_class";
constexpr std::string_view label_description =
    "2xx, 3xx, 4xx, 5xx, or none where the client was gone before it was answered";

constexpr MetricDescription latency{"api/latency",
                                    Kind::cumulative,
                                    Type::distribution,
                                    "ms",
                                    "Time from a whole request to the last byte of its answer.",
                                    label,
                                    label_description};
constexpr MetricDescription request_count{"api/request_count",
                                          Kind::cumulative,
                                          Type::integer,
                                          "1",
                                          "Requests that were answered.",
                                          label,
                                          label_description};
constexpr MetricDescription error_rate{
    "api/error_rate", Kind::gauge, Type::real, "1",
    "Share of the requests since the last value that were answered with 5xx."};

std::uint64_t count_of(const RequestSnapshot& snapshot) {
  std::uint64_t count = 0;
  for (const auto& of_class : snapshot)
    count += of_class.count();
  return count;
}

std::uint64_t failures_of(const RequestSnapshot& snapshot) {
  return snapshot.at(static_cast<std::size_t>(StatusClass::failed)).count();
}

double share_of_failures(const RequestSnapshot& before, const RequestSnapshot& now) {
  const auto requests = count_of(now) - count_of(before);
  if (requests == 0) return 0;
  return static_cast<double>(failures_of(now) - failures_of(before)) /
         static_cast<double>(requests);
}

}  // namespace

std::vector<TimeSeries> series_of(const RequestSnapshot& before, const RequestSnapshot& now) {
  std::vector<TimeSeries> series;
  for (std::size_t i = 0; i < status_class_count; ++i) {
    const std::string name{name_of(static_cast<StatusClass>(i))};
    const auto& figures = now.at(i);
    series.push_back({&latency, name,
                      clients::SpreadOfValues{LatencyFigures::bounds,
                                              {figures.counts.begin(), figures.counts.end()},
                                              figures.sum,
                                              figures.sum_of_squares}});
    series.push_back({&request_count, name, static_cast<std::int64_t>(figures.count())});
  }
  series.push_back({&error_rate, {}, share_of_failures(before, now)});
  return series;
}

}  // namespace astronova::telemetry
