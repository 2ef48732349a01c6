#include <array>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "release/cloudrun/cloudrun_engine.h"
#include "release/google/service_file.h"

namespace astronova::release::cloudrun {
namespace {

using namespace std::chrono_literals;

std::string text_of_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void read_files(SettingsTable& table, const std::string& path, CloudRunSettings& settings) {
  auto cloud = google::read_google_cloud_file(path);
  if (!cloud) {
    table.refuse("google_cloud", fmt::format("{} cannot be used:\n{}", path, cloud.error().detail),
                 "mend that file");
    return;
  }
  settings.cloud = *std::move(cloud);
  const auto yaml = settings.cloud.path_of(settings.cloud.service.file);
  settings.service_yaml = text_of_file(yaml);
  if (settings.service_yaml.empty()) {
    table.refuse("google_cloud", fmt::format("{} cannot be read, or is empty", yaml),
                 fmt::format("name the service's file in [service] of {}", path));
    return;
  }
  if (const auto digest = google::settings_digest(settings.service_yaml, settings.cloud, "");
      !digest)
    table.refuse("google_cloud", digest.error().detail, "mend that file");
}

}  // namespace

CloudRunSettings read_cloudrun_settings(SettingsTable table, const std::string& folder,
                                        bool is_wanted) {
  static constexpr std::array<std::string_view, 2> lenders = {"gcloud", "metadata"};
  CloudRunSettings settings;
  std::string path = "google-cloud.toml";
  table.read("google_cloud", path);
  table.read("ready_within", settings.ready_within, SettingsTable::Duration{10s, 1h});
  table.read("moved_within", settings.moved_within, SettingsTable::Duration{1s, 1h});
  table.read("token_from", settings.token_from, lenders);
  table.read("monitoring_address", settings.monitoring_address);
  if (is_wanted) read_files(table, path.starts_with('/') ? path : folder + path, settings);
  return settings;
}

}  // namespace astronova::release::cloudrun
