#include "release/cloudrun/run_commands.h"

#include <fmt/format.h>

namespace astronova::release::cloudrun {

CommandLine RunCommands::describe_service() const {
  return gcloud_.ask({"run", "services", "describe", service_, region_});
}

CommandLine RunCommands::list_services() const {
  return gcloud_.ask({"run", "services", "list", region_});
}

CommandLine RunCommands::list_revisions() const {
  return gcloud_.ask({"run", "revisions", "list", "--service=" + service_, region_});
}

CommandLine RunCommands::describe_address(const std::string& name) const {
  return gcloud_.ask({"compute", "addresses", "describe", name, "--global"});
}

CommandLine RunCommands::list_tags(const std::string& image) const {
  return gcloud_.ask({"artifacts", "docker", "tags", "list", image});
}

CommandLine RunCommands::create_service(std::string yaml) const {
  return gcloud_.change({"run", "services", "replace", "/dev/stdin", region_}, std::move(yaml));
}

CommandLine RunCommands::deploy(const std::string& image, const std::string& suffix,
                                const std::string& version_label) const {
  return gcloud_.change({"run", "deploy", service_, "--image=" + image, "--no-traffic",
                         "--tag=" + tag_, "--revision-suffix=" + suffix,
                         "--update-labels=astronova-version=" + version_label, region_});
}

CommandLine RunCommands::update_traffic(std::string flag) const {
  return gcloud_.change({"run", "services", "update-traffic", service_, std::move(flag), region_});
}

CommandLine RunCommands::give_tag(const std::string& revision) const {
  return update_traffic(fmt::format("--update-tags={}={}", tag_, revision));
}

CommandLine RunCommands::remove_tag() const {
  return update_traffic("--remove-tags=" + tag_);
}

CommandLine RunCommands::give_tagged(int percent) const {
  return update_traffic(fmt::format("--to-tags={}={}", tag_, percent));
}

CommandLine RunCommands::give(const std::vector<std::pair<std::string, int>>& revisions) const {
  std::string flag = "--to-revisions=";
  for (const auto& [revision, percent] : revisions)
    flag += fmt::format("{}={},", revision, percent);
  flag.pop_back();
  return update_traffic(std::move(flag));
}

}  // namespace astronova::release::cloudrun
