#pragma once

#include <span>
#include <string>

#include "clients/google_cloud/monitored_task.h"
#include "clients/time_series.h"

namespace astronova::clients::google_cloud {

/// What each custom metric's type begins with.
inline constexpr std::string_view metric_prefix = "custom.googleapis.com/";

/// A MetricDescriptor
/// (https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.metricDescriptors).
std::string metric_descriptor(const MetricDescription& metric);

/// A request of timeSeries.create
/// (https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.timeSeries/create): a point for
/// each series, from `began` to `now` where the metric is cumulative, at `now` where it is a gauge.
std::string time_series_request(const MonitoredTask& task, std::span<const TimeSeries> series,
                                Instant began, Instant now);

}  // namespace astronova::clients::google_cloud
