#include <algorithm>
#include <boost/json/parse.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "release/google/infra_step.h"
#include "release/google/steps.h"

namespace astronova::release::google {
namespace {

Result<std::string> read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file && !file.eof())
    return Error{ErrorCode::data_missing, fmt::format("{} cannot be read.", path), {}};
  if (text.empty()) return Error{ErrorCode::data_missing, fmt::format("{} is empty.", path), {}};
  return text;
}

Result<std::string> read_json(const std::string& path) {
  auto text = read_text(path);
  if (!text) return text;
  boost::system::error_code wrong;
  const auto json = boost::json::parse(*text, wrong);
  if (wrong || !json.is_object() || !json.as_object().contains("displayName")) {
    return Error{
        ErrorCode::invalid_value, fmt::format("{} is no JSON with a displayName.", path), {}};
  }
  return text;
}

}  // namespace

Result<InfraFiles> read_infra_files(const GoogleCloudConfiguration& configuration,
                                    const std::string& secrets_folder) {
  InfraFiles files;
  auto yaml = read_text(configuration.path_of(configuration.service.file));
  if (!yaml) return yaml.error();
  files.service_yaml = *std::move(yaml);
  auto dashboard = read_json(configuration.path_of(configuration.alerts.dashboard));
  if (!dashboard) return dashboard.error();
  files.dashboard = *std::move(dashboard);
  const auto folder = configuration.path_of(configuration.alerts.policies);
  std::error_code wrong;
  for (const auto& entry : std::filesystem::directory_iterator(folder, wrong)) {
    if (entry.path().extension() != ".json") continue;
    auto policy = read_json(entry.path().string());
    if (!policy) return policy.error();
    files.alert_policies.emplace_back(entry.path().stem().string(), *std::move(policy));
  }
  if (wrong) return Error{ErrorCode::data_missing, fmt::format("{} cannot be read.", folder), {}};
  std::ranges::sort(files.alert_policies);
  files.secrets_folder = secrets_folder;
  if (!secrets_folder.empty() && !secrets_folder.ends_with('/')) files.secrets_folder += '/';
  return files;
}

std::vector<InfraStep> infra_steps(const GoogleCloudConfiguration& configuration,
                                   const InfraFiles& files) {
  const StepSource source{configuration, files, Gcloud(configuration.project)};
  Steps steps;
  add_service_steps(steps, source);
  add_network_steps(steps, source);
  add_identity_steps(steps, source);
  add_data_steps(steps, source);
  add_secret_steps(steps, source);
  add_limit_steps(steps, source);
  add_backend_steps(steps, source);
  add_front_steps(steps, source);
  add_run_steps(steps, source);
  add_watch_steps(steps, source);
  add_deployer_steps(steps, source);
  add_record_steps(steps, source);
  return steps;
}

}  // namespace astronova::release::google
