#pragma once

#include <string>

#include "clients/http_client.h"
#include "release/figures.h"
#include "release/settings_reader.h"

namespace astronova::release {

struct PrometheusSettings {
  std::string url = "http://127.0.0.1:9090";
  /// The label by which a revision's series are known, and its value: `{host}` and `{port}` of the
  /// revision's address, `{revision}` its name, `{version}` its version.
  std::string label = "instance";
  std::string value = "{host}:{port}";
};

/// The table [figures.prometheus].
PrometheusSettings read_prometheus_settings(SettingsTable table);

/// Figures from a Prometheus that watches the revisions
/// (https://prometheus.io/docs/prometheus/latest/querying/api/), by the metrics of
/// docs/monitoring.md. It sees no further than its last scrape, so windows have to be longer than a
/// few of its intervals.
class PrometheusFigures final : public FigureSource {
 public:
  PrometheusFigures(PrometheusSettings settings, clients::HttpClient& http)
      : settings_(std::move(settings)), http_(http) {}

  Result<void> begin(const std::vector<Revision>& revisions) override;
  Result<Figures> of(const Revision& revision, std::chrono::seconds window) override;

 private:
  Result<double> ask(const std::string& expression);
  std::string selector(const Revision& revision) const;

  PrometheusSettings settings_;
  clients::HttpClient& http_;
};

}  // namespace astronova::release
