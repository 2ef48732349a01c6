#pragma once

#include <set>
#include <string>

#include "clients/google_cloud/metadata_server.h"
#include "clients/google_cloud/monitored_task.h"
#include "clients/time_series.h"

namespace astronova::clients::google_cloud {

struct CloudMonitoringSettings {
  std::string address = "https://monitoring.googleapis.com";
  /// Whose figures they are. Without a project or a location those that the metadata server tells.
  MonitoredTask task;
};

/// Google Cloud Monitoring, API version 3: custom metrics.
///
/// A metric is described (metricDescriptors.create) before its first value, once. Values are
/// written (timeSeries.create) up to 200 series a request. The token is the service account's,
/// which needs the role Monitoring Metric Writer (roles/monitoring.metricWriter).
///
/// Nothing is tried again: cumulative figures lose nothing until the next are written.
class CloudMonitoring final : public TimeSeriesStore {
 public:
  static constexpr std::size_t series_per_request = 200;

  /// The client and the metadata server must outlive it.
  CloudMonitoring(HttpClient& http, MetadataServer& metadata, CloudMonitoringSettings settings);

  /// https://cloud.google.com/monitoring/quotas: the points of a series are 5 s apart.
  std::chrono::milliseconds sampling_period() const override { return std::chrono::seconds(5); }

  std::optional<FiguresRefused> write(std::span<const TimeSeries> series, Instant began,
                                      Instant now, std::chrono::milliseconds within) override;

 private:
  using Deadline = MetadataServer::Deadline;
  using Outcome = std::optional<FiguresRefused>;  // none: all is well

  Outcome find_place(Deadline until);
  Result<std::string> find_location(Deadline until);
  Outcome describe(std::span<const TimeSeries> series, Deadline until);
  Outcome post(std::string_view method, std::string body, Deadline until);

  HttpClient& http_;
  MetadataServer& metadata_;
  const std::string address_;
  MonitoredTask task_;
  std::set<std::string_view> described_;
};

}  // namespace astronova::clients::google_cloud
