#pragma once

#include <vector>

#include "clients/time_series.h"
#include "telemetry/request_figures.h"

namespace astronova::telemetry {

/// The time series of the requests: api/latency and api/request_count by status_class, all that
/// came together since the start, and api/error_rate, the share of requests between `before` and
/// `now` that the server failed to answer (5xx); 0 where there were none.
std::vector<clients::TimeSeries> series_of(const RequestSnapshot& before,
                                           const RequestSnapshot& now);

}  // namespace astronova::telemetry
