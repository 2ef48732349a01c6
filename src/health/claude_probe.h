#pragma once

#include <string>

#include "clients/http_client.h"
#include "health/probe.h"

namespace astronova::health {

struct ClaudeSettings {
  std::string base_address = "https://api.anthropic.com";
  std::string api_key{};
  /// The same question costs its sender's rate limit.
  std::chrono::milliseconds interval = std::chrono::minutes{1};
  /// Longer than others', for it crosses the internet, and mostly over a new connection.
  std::chrono::milliseconds within{2'000};
};

/// Has Claude's API name one of its models, which needs the key to be good and costs nothing:
/// GET /v1/models (https://docs.claude.com/en/api/models-list). The client must outlive it.
class ClaudeProbe final : public Probe {
 public:
  ClaudeProbe(clients::HttpClient& client, ClaudeSettings settings);
  Schedule schedule() const override { return {settings_.interval, settings_.within}; }
  Finding run(std::chrono::milliseconds within) override;

 private:
  clients::HttpClient& client_;
  const ClaudeSettings settings_;
};

}  // namespace astronova::health
