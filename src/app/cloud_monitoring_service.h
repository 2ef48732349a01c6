#pragma once

#include <CLI/App.hpp>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/randomness.h"
#include "base/result.h"
#include "clients/resilient_client.h"
#include "http/request_observer.h"

namespace astronova::app {

/// Figures in Google Cloud Monitoring; docs/CONFIGURATION.md has the same table.
struct CloudMonitoringConfiguration {
  bool is_on = false;
  double interval_seconds = 60;
  std::string address = "https://monitoring.googleapis.com";
  std::string metadata_host = "metadata.google.internal";
  std::string project{};       ///< empty: as the metadata server says
  std::string ca_file{};       ///< of authorities to trust in the place of the system's
  std::string service_name{};  ///< the job
  std::string instance_id{};   ///< the task: unlike that of any other process
};

/// Declares the flags and environment variables of `serve`.
void declare(CLI::App& command, CloudMonitoringConfiguration& configuration);

/// Counts requests and writes the figures to Google Cloud Monitoring, on a thread of its own.
class CloudMonitoringService {
 public:
  /// The clock and the randomness must outlive it. Whether Google answers is not waited for.
  /// errors  data_missing: the authorities
  static Result<std::unique_ptr<CloudMonitoringService>> start(
      const CloudMonitoringConfiguration& configuration, const Clock& clock,
      const Randomness& randomness);
  /// Writes the figures a last time, in two seconds at the most.
  ~CloudMonitoringService();
  CloudMonitoringService(const CloudMonitoringService&) = delete;
  CloudMonitoringService& operator=(const CloudMonitoringService&) = delete;

  http::RequestObserver& requests();
  /// The way to Google, for whoever reads its figures or watches it.
  clients::ResilientClient& http();

 private:
  struct Parts;
  explicit CloudMonitoringService(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace astronova::app
