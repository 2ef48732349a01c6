// The record of releases in Cloud Storage: what is good, what is under way, the audit log. A job of
// GitHub's forgets, the bucket does not; nor does it go when everything else does.
#include "release/google/found.h"
#include "release/google/steps.h"

namespace astronova::release::google {
namespace {

const std::string storage_api = "storage.googleapis.com";

// To read, write and replace the files; and to look into the bucket at all.
struct RecordRight {
  const char* name;
  const char* what;
  const char* role;
};
constexpr RecordRight record_rights[] = {
    {"deployer-record", "to keep the record", "roles/storage.objectUser"},
    {"deployer-bucket", "to look into its bucket", "roles/storage.legacyBucketReader"},
};

}  // namespace

void add_record_steps(Steps& steps, const StepSource& source) {
  const auto& configuration = source.configuration;
  const auto& gcloud = source.gcloud;
  if (configuration.deployer.repository.empty()) return;
  const auto bucket = "gs://" + configuration.record_bucket();
  const auto command = [&](const char* verb, std::vector<std::string> flags) {
    std::vector<std::string> words = {"storage", "buckets", verb, bucket};
    words.insert(words.end(), flags.begin(), flags.end());
    return Command{gcloud.change(std::move(words)), {}, {}};
  };
  const std::vector<std::string> closed = {"--uniform-bucket-level-access",
                                           "--public-access-prevention"};

  InfraStep step{.name = "record",
                 .what = "the bucket of the record of releases, " + configuration.record_bucket(),
                 .service = storage_api,
                 .outlives = true,
                 .ask = gcloud.ask({"storage", "buckets", "list", "--raw"})};
  step.read =
      find_in_list("/name", configuration.record_bucket(),
                   {{.what = "rights by bucket",
                     .pointer = "/iamConfiguration/uniformBucketLevelAccess/enabled",
                     .value = "true"},
                    {.what = "public access prevention",
                     .pointer = "/iamConfiguration/publicAccessPrevention",
                     .value = "enforced"},
                    {.what = "versions", .pointer = "/versioning/enabled", .value = "true"}});
  auto create = command("create", {"--location=" + configuration.region, closed[0], closed[1]});
  // Which `create` does not take.
  auto keep_versions = command("update", {"--versioning"});
  step.create = [create, keep_versions](const Facts&) { return Commands{create, keep_versions}; };
  step.update = [all = command("update", {closed[0], closed[1], "--versioning"})](
                    const Facts&, const Found&) { return Commands{all}; };
  steps.push_back(std::move(step));

  for (const auto& right : record_rights) {
    steps.push_back(grant_step(
        gcloud, {.name = right.name,
                 .what = std::string("the right of releases ") + right.what,
                 .service = storage_api,
                 .needs = {"deployer", "record"},
                 .member = "serviceAccount:" + configuration.deployer_account(),
                 .role = right.role,
                 .ask = {"storage", "buckets", "get-iam-policy", bucket},
                 .add = {"storage", "buckets", "add-iam-policy-binding", bucket},
                 .remove = {"storage", "buckets", "remove-iam-policy-binding", bucket}}));
  }
}

}  // namespace astronova::release::google
