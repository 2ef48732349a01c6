#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "release/checklist/checklist.h"
#include "release/figures/prometheus_figures.h"
#include "release/gates/canary.h"
#include "release/gates/freeze.h"
#include "release/gates/smoke.h"
#include "release/settings_reader.h"

namespace astronova::release {

/// The table [service].
struct ServiceSettings {
  std::string name = "astronova";
  std::string engine = "local";  ///< "local" or "cloudrun"
  std::string address{};         ///< where people reach it: "https://api.astronova.app"
  /// The folder of what the tool remembers, and of builds and slots where the engine is "local". It
  /// is in no folder of the servers': who owns that could put other programs in place of these.
  std::string state = "/var/lib/astronova-release";
  std::string ca_file{};  ///< authorities (PEM) to trust in the place of the system's
};

/// Whether the database may stand against a release; the table [migrations].
enum class SchemaCheck : std::uint8_t {
  require,     ///< what cannot be learned stands against it
  when_known,  ///< it does not
  off,
};

/// The table [hooks]: programs with their arguments; empty: none.
struct HookSettings {
  std::vector<std::string> before_build{}, after_promote{}, on_rollback{};
  std::chrono::milliseconds deadline{600'000};
};

/// The table [webhook].
struct WebhookSettings {
  std::string url{};
  std::string url_file{};  ///< the file that has it, where it is a secret
  std::chrono::milliseconds deadline{5'000};
};

/// infra/release.toml, which says what each means.
struct ReleaseSettings {
  ServiceSettings service{};
  SmokeSettings smoke{};
  CanarySettings canary{};
  std::string figures = "metrics";  ///< "metrics", "prometheus" or "engine"
  PrometheusSettings prometheus{};
  std::vector<int> approval_before{};  ///< shares that wait for approval; 100 is the promotion
  std::vector<FreezeWindow> freezes{};
  SchemaCheck schema_check = SchemaCheck::require;
  std::string audit_file{};  ///< "": audit.jsonl in the folder of the state
  ChecklistSettings checklist{};
  HookSettings hooks{};
  WebhookSettings webhook{};

  std::string state_file() const { return service.state + "/release.json"; }
  std::string lock_file() const { return service.state + "/lock.json"; }
  std::string run_lock_file() const { return service.state + "/running"; }
  std::string audit_log_file() const {
    return audit_file.empty() ? service.state + "/audit.jsonl" : audit_file;
  }
};

/// All tables but those of the engines; what is wrong is noted in the file.
ReleaseSettings read_release_settings(SettingsTable top);

}  // namespace astronova::release
