#pragma once

#include <functional>
#include <string>

#include "base/clock.h"
#include "clients/http_client.h"
#include "release/figures.h"
#include "release/google/google_cloud_configuration.h"
#include "release/program_runner.h"

namespace astronova::release::cloudrun {

/// A token for Google's APIs, that of who releases. `is_refused`: the one before was.
using TokenSource = std::function<Result<std::string>(bool is_refused)>;

/// From `gcloud auth print-access-token`; kept until it is refused. The runner must outlive it.
TokenSource gcloud_tokens(ProgramRunner& runner);

/// Figures of revisions as Cloud Run itself counts them: run.googleapis.com/request_count and
/// request_latencies, by Cloud Monitoring's timeSeries.list (API version 3).
///
/// Cloud Run writes them once a minute, and they can be seen up to two minutes later
/// (https://cloud.google.com/monitoring/api/metrics_gcp_p_z#gcp-run): a window of less than five
/// minutes sees little, and the minimum sample decides whether that is enough.
/// Whoever's token it is needs the role roles/monitoring.viewer.
class CloudMonitoringFigures final : public FigureSource {
 public:
  /// The client and the clock must outlive it.
  CloudMonitoringFigures(const google::GoogleCloudConfiguration& cloud, std::string address,
                         clients::HttpClient& http, TokenSource tokens, const Clock& clock);

  Result<void> begin(const std::vector<Revision>& revisions) override;
  Result<Figures> of(const Revision& revision, std::chrono::seconds window) override;

 private:
  struct Query;

  Result<clients::HttpResponse> send(const std::string& url);
  Result<std::string> list(const Query& query);
  Query query_of(const std::string& revision, std::chrono::seconds window) const;

  std::string project_;
  std::string service_;
  std::string address_;
  clients::HttpClient& http_;
  TokenSource tokens_;
  const Clock& clock_;
};

}  // namespace astronova::release::cloudrun
