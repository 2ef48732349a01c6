#pragma once

#include <string>
#include <utility>
#include <vector>

#include "release/google/gcloud.h"
#include "release/program_runner.h"

namespace astronova::release::cloudrun {

/// The command lines of a release to Cloud Run: pure, so that tests compare them.
///
/// Revisions are named here as Cloud Run has them, with the service in front.
class RunCommands {
 public:
  RunCommands(const std::string& project, std::string region, std::string service, std::string tag)
      : gcloud_(project),
        region_("--region=" + std::move(region)),
        service_(std::move(service)),
        tag_(std::move(tag)) {}

  // Questions.
  CommandLine describe_service() const;
  CommandLine list_services() const;
  CommandLine list_revisions() const;
  /// The load balancer's address.
  CommandLine describe_address(const std::string& name) const;
  /// The tags of an image without either.
  CommandLine list_tags(const std::string& image) const;

  // Changes.
  /// Makes the service: `--no-traffic` is refused for a new one.
  CommandLine create_service(std::string yaml) const;
  /// A revision of the service without traffic, with the tag. `suffix` is its name without the
  /// service.
  CommandLine deploy(const std::string& image, const std::string& suffix,
                     const std::string& version_label) const;
  CommandLine give_tag(const std::string& revision) const;
  CommandLine remove_tag() const;
  /// To the revision with the tag; the rest stays with who has it.
  CommandLine give_tagged(int percent) const;
  /// To each revision what is said; to all others nothing.
  CommandLine give(const std::vector<std::pair<std::string, int>>& revisions) const;

  const google::Gcloud& gcloud() const { return gcloud_; }

 private:
  CommandLine update_traffic(std::string flag) const;

  google::Gcloud gcloud_;
  std::string region_;  // as a flag
  std::string service_;
  std::string tag_;
};

}  // namespace astronova::release::cloudrun
