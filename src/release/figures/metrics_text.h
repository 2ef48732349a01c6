#pragma once

#include <cstdint>
#include <map>
#include <string_view>

#include "base/result.h"
#include "release/figures.h"

namespace astronova::release {

/// What a server has counted since it began: docs/monitoring.md, /metrics. Probes are left out.
struct RequestCounts {
  double requests = 0;
  double failures = 0;               ///< status 5xx
  std::map<double, double> buckets;  ///< by upper bound in seconds: requests that took no longer
  double started_at = 0;             ///< seconds since 1970; 0: it does not say
};

/// Reads Prometheus's text format 0.0.4.
/// errors  malformed (a line is not of that format, or the metric is not there)
Result<RequestCounts> read_request_counts(std::string_view text);

/// What was counted between the two.
/// errors  conflict (they are of two processes)
Result<Figures> difference(const RequestCounts& before, const RequestCounts& after);

/// The quantile of a histogram as Prometheus's histogram_quantile() interpolates it: linearly
/// within its bucket; the last finite bound where it is beyond that. 0 where nothing was counted.
///   buckets  cumulative, by upper bound; the last one is infinite
double histogram_quantile(double quantile, const std::map<double, double>& buckets);

}  // namespace astronova::release
