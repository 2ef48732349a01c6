#include "app/cloud_monitoring_service.h"

#include <CLI/CLI.hpp>
#include <utility>

#include "app/outbound_client.h"
#include "app/web_address.h"
#include "clients/curl/curl_client.h"
#include "clients/google_cloud/cloud_monitoring.h"
#include "telemetry/figures_writer.h"

namespace astronova::app {
namespace {

using clients::curl::CurlClient;
using clients::google_cloud::CloudMonitoringSettings;

constexpr double interval_min = 5;  // what Google takes of one series
constexpr double interval_max = 3'600;

CloudMonitoringSettings settings_of(const CloudMonitoringConfiguration& configuration) {
  CloudMonitoringSettings settings;
  settings.address = configuration.address;
  settings.task.project_id = configuration.project;
  settings.task.name_space = "astronova";
  settings.task.job = configuration.service_name;
  settings.task.task_id = configuration.instance_id;
  return settings;
}

telemetry::FiguresWriterSettings rhythm_of(const CloudMonitoringConfiguration& configuration) {
  telemetry::FiguresWriterSettings settings;
  settings.interval =
      std::chrono::milliseconds(static_cast<std::int64_t>(configuration.interval_seconds * 1e3));
  return settings;
}

}  // namespace

struct CloudMonitoringService::Parts {
  Parts(std::unique_ptr<OutboundClient> client, std::unique_ptr<CurlClient> inside,
        const CloudMonitoringConfiguration& configuration, const Clock& clock)
      : outbound(std::move(client)),
        machine(std::move(inside)),
        metadata(*machine, configuration.metadata_host, clock),
        monitoring(outbound->http(), metadata, settings_of(configuration)),
        writer(
            monitoring, [this] { return figures.snapshot(); }, clock, rhythm_of(configuration)) {}
  ~Parts() {
    if (writer.stop()) return;
    outbound->stop();
    machine->stop();
  }
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;

  std::unique_ptr<OutboundClient> outbound;
  std::unique_ptr<CurlClient> machine;  // the metadata server is in it, and behind no proxy
  clients::google_cloud::MetadataServer metadata;
  clients::google_cloud::CloudMonitoring monitoring;
  telemetry::RequestFigures figures;
  telemetry::FiguresWriter writer;
};

void declare(CLI::App& command, CloudMonitoringConfiguration& configuration) {
  command
      .add_flag("--cloud-monitoring,!--no-cloud-monitoring", configuration.is_on,
                "Write figures of the requests to Google Cloud Monitoring")
      ->envname("ASTRONOVA_CLOUD_MONITORING")
      ->capture_default_str();
  command
      .add_option("--cloud-monitoring-interval", configuration.interval_seconds,
                  "Seconds between two values there")
      ->envname("ASTRONOVA_CLOUD_MONITORING_INTERVAL")
      ->check(CLI::Range(interval_min, interval_max))
      ->capture_default_str();
  command
      .add_option("--cloud-monitoring-address", configuration.address,
                  "Where the API of Cloud Monitoring is")
      ->envname("ASTRONOVA_CLOUD_MONITORING_ADDRESS")
      ->check(web_address())
      ->capture_default_str();
  command
      .add_option("--gce-metadata-host", configuration.metadata_host,
                  "Host of Google Cloud's metadata server, with its port if that is not 80")
      ->envname("GCE_METADATA_HOST")
      ->capture_default_str();
}

CloudMonitoringService::CloudMonitoringService(std::unique_ptr<Parts> parts)
    : parts_(std::move(parts)) {}
CloudMonitoringService::~CloudMonitoringService() = default;

Result<std::unique_ptr<CloudMonitoringService>> CloudMonitoringService::start(
    const CloudMonitoringConfiguration& configuration, const Clock& clock,
    const Randomness& randomness) {
  auto outbound =
      OutboundClient::start("cloud_monitoring", configuration.ca_file, clock, randomness);
  if (!outbound) return outbound.error();
  auto machine = CurlClient::start({.proxy = ""}, clock, randomness);
  if (!machine) return machine.error();
  return std::unique_ptr<CloudMonitoringService>(new CloudMonitoringService(
      std::make_unique<Parts>(*std::move(outbound), *std::move(machine), configuration, clock)));
}

http::RequestObserver& CloudMonitoringService::requests() {
  return parts_->figures;
}

clients::ResilientClient& CloudMonitoringService::http() {
  return parts_->outbound->http();
}

}  // namespace astronova::app
