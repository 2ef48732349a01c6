#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "release/google/gcloud.h"
#include "release/google/google_cloud_configuration.h"
#include "release/google/infra_step.h"

namespace astronova::release::google {

/// What all steps are made from.
struct StepSource {
  const GoogleCloudConfiguration& configuration;
  const InfraFiles& files;
  Gcloud gcloud;
};

using Steps = std::vector<InfraStep>;

/// Each adds the steps of one part, in the order in which they are made.
void add_service_steps(Steps& steps, const StepSource& source);   ///< the APIs of the project
void add_network_steps(Steps& steps, const StepSource& source);   ///< VPC, subnet, peering
void add_identity_steps(Steps& steps, const StepSource& source);  ///< registry, account, roles
void add_data_steps(Steps& steps, const StepSource& source);      ///< Memorystore, Cloud SQL
void add_secret_steps(Steps& steps, const StepSource& source);    ///< secrets, versions, who reads
void add_run_steps(Steps& steps, const StepSource& source);       ///< the settings of the service
void add_limit_steps(Steps& steps, const StepSource& source);     ///< Cloud Armor
void add_backend_steps(Steps& steps, const StepSource& source);   ///< what the balancer sends to
void add_front_steps(Steps& steps, const StepSource& source);     ///< address, certificate, rules
void add_watch_steps(Steps& steps, const StepSource& source);     ///< budget, alerts, dashboard
void add_deployer_steps(Steps& steps, const StepSource& source);  ///< who releases from GitHub
void add_record_steps(Steps& steps, const StepSource& source);  ///< the bucket of releases' record

/// One command, and nothing else.
inline Commands just(CommandLine line) {
  Commands commands;
  commands.push_back({std::move(line), {}, {}});
  return commands;
}

/// A command that does not depend on what was found.
inline std::function<Commands(const Facts&)> always(CommandLine line) {
  return [line = std::move(line)](const Facts& /*facts*/) { return just(line); };
}

inline std::string fact(const Facts& facts, std::string_view name) {
  const auto found = facts.find(name);
  return found == facts.end() ? "" : found->second;
}

/// A role that an account has: in the project, or for one thing. `ask`, `add` and `remove` are the
/// words of the commands without the member and the role.
struct Grant {
  std::string name{};  ///< of the step
  std::string what{};
  std::string service{};
  std::vector<std::string> needs{};
  std::string member{};  ///< "serviceAccount:…"
  std::string role{};    ///< "roles/…"
  std::vector<std::string> ask{};
  std::vector<std::string> add{};
  std::vector<std::string> remove{};  ///< none: it goes with the thing
};
InfraStep grant_step(const Gcloud& gcloud, Grant grant);

/// "https://www.googleapis.com/compute/v1/projects/PROJECT/global/KIND/NAME"
std::string global_address(const StepSource& source, std::string_view kind, std::string_view name);

}  // namespace astronova::release::google
