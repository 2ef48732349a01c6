#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "release/engine.h"
#include "release/google/google_cloud_configuration.h"
#include "release/program_runner.h"
#include "release/settings_reader.h"

namespace astronova::release::cloudrun {

/// The table [cloudrun] of infra/release.toml, and the file that it names.
struct CloudRunSettings {
  google::GoogleCloudConfiguration cloud{};
  std::string service_yaml{};              ///< the text of the service's file
  std::chrono::seconds ready_within{600};  ///< a revision, from its deployment
  std::chrono::seconds moved_within{120};  ///< traffic, from when it was asked for
  /// Who lends the token for Cloud Monitoring: "gcloud", or "metadata", the machine's own server.
  std::string token_from = "gcloud";
  std::string monitoring_address = "https://monitoring.googleapis.com";
  /// Lets time pass between two looks at the service. None: it passes.
  std::function<void(std::chrono::milliseconds)> pause{};
};

/// Reads the table. Where `is_wanted`, also the file of Google Cloud that it names, whose mistakes
/// are noted at the key; `folder` is that of release.toml, with its slash, from which paths start.
CloudRunSettings read_cloudrun_settings(SettingsTable table, const std::string& folder,
                                        bool is_wanted);

/// Releases as revisions of a Cloud Run service, by gcloud. A revision "r0008-1-4-2" is called
/// SERVICE-r0008-1-4-2 there.
///
/// What is so is read from the service and its revisions, before and after each change: gcloud may
/// fail where the change was made, and end well before it can be seen. Revisions without traffic
/// and tag cost nothing and stay: discarding takes the tag away.
/// The runner must outlive it.
std::unique_ptr<Engine> make_cloudrun_engine(CloudRunSettings settings, ProgramRunner& runner);

}  // namespace astronova::release::cloudrun
