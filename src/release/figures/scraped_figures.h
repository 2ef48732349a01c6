#pragma once

#include <map>
#include <string>

#include "clients/http_client.h"
#include "release/figures.h"
#include "release/figures/metrics_text.h"

namespace astronova::release {

/// Figures from the revisions' own /metrics, read when a step begins and again when it is judged:
/// needs nothing beside the servers, and forgets nothing that they counted. For revisions that are
/// one process each.
class ScrapedFigures final : public FigureSource {
 public:
  explicit ScrapedFigures(clients::HttpClient& http) : http_(http) {}

  Result<void> begin(const std::vector<Revision>& revisions) override;
  Result<Figures> of(const Revision& revision, std::chrono::seconds window) override;

 private:
  Result<RequestCounts> read(const Revision& revision);

  clients::HttpClient& http_;
  std::map<std::string, RequestCounts> at_beginning_{};
};

}  // namespace astronova::release
