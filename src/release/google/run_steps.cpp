// The settings of the Cloud Run service. Its first revision is made by the first release; then a
// change of the settings becomes a revision without traffic, from which the next release begins, so
// that it goes through the gates like any other.
#include <boost/json/object.hpp>

#include <fmt/format.h>

#include "release/google/found.h"
#include "release/google/service_file.h"
#include "release/google/steps.h"

namespace astronova::release::google {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

// Who has how much now, by the names of revisions: nothing of it follows the latest.
array pinned(const value& service) {
  array traffic;
  const auto* const targets = list_at(service, "/status/traffic");
  for (const auto& target : targets ? *targets : array{}) {
    object pin = {{"revisionName", text_at(target, "/revisionName")}};
    if (const auto* const percent = target.as_object().if_contains("percent"))
      pin["percent"] = *percent;
    if (const auto tag = text_at(target, "/tag"); !tag.empty()) pin["tag"] = tag;
    traffic.push_back(std::move(pin));
  }
  return traffic;
}

std::vector<Wanted> wanted_of(const GoogleCloudConfiguration& configuration,
                              const std::string& settings) {
  const auto& service = configuration.service;
  const std::string revision = "/spec/template/metadata/annotations/";
  return {
      {.what = "settings",
       .pointer = "/spec/template/metadata/labels/astronova-settings",
       .value = settings},
      {.what = "ingress",
       .pointer = "/metadata/annotations/run.googleapis.com~1ingress",
       .value = "internal-and-cloud-load-balancing"},
      {.what = "instances at most",
       .pointer = revision + "autoscaling.knative.dev~1maxScale",
       .value = std::to_string(service.instances_max)},
      {.what = "instances at least",
       .pointer = revision + "autoscaling.knative.dev~1minScale",
       .value = std::to_string(service.instances_min)},
      {.what = "requests at once",
       .pointer = "/spec/template/spec/containerConcurrency",
       .value = std::to_string(service.concurrency)},
      {.what = "memory",
       .pointer = "/spec/template/spec/containers/0/resources/limits/memory",
       .value = service.memory},
  };
}

}  // namespace

void add_run_steps(Steps& steps, const StepSource& source) {
  const auto& configuration = source.configuration;
  const auto& gcloud = source.gcloud;
  const auto region = "--region=" + configuration.region;
  const auto& yaml = source.files.service_yaml;

  InfraStep step{.name = "service",
                 .what = "the settings of the service " + configuration.service.name,
                 .service = "run.googleapis.com",
                 .needs = {"address", "account"},
                 .ask = gcloud.ask({"run", "services", "list", region})};
  step.made_by = "`astronova release ship IMAGE`, the first time";
  step.read = [configuration, yaml](const value& answer, const Facts& facts) {
    Found found;
    const auto* const there = element_named(answer, "/metadata/name", configuration.service.name);
    if (!there) return found;
    found.is_there = true;
    const auto settings = settings_digest(yaml, configuration, fact(facts, "address"));
    if (!settings) {
      found.differences.push_back({"file", settings.error().detail, "one that can be used", false});
      return found;
    }
    found.differences = differences_of(*there, wanted_of(configuration, *settings));
    ServiceValues values{
        .address = fact(facts, "address"),
        .image = text_at(*there, "/spec/template/spec/containers/0/image"),
        .version_label = text_at(*there, "/spec/template/metadata/labels/astronova-version"),
        .traffic = pinned(*there)};
    if (auto filled = fill_service(yaml, configuration, values))
      found.facts["service.yaml"] = *std::move(filled);
    if (!found.differences.empty())
      found.remarks.emplace_back(
          "The settings become a revision without traffic; the next release takes them to users.");
    return found;
  };
  step.update = [gcloud, region](const Facts& facts, const Found&) {
    return just(gcloud.change({"run", "services", "replace", "/dev/stdin", region},
                              fact(facts, "service.yaml")));
  };
  step.destroy =
      always(gcloud.change({"run", "services", "delete", configuration.service.name, region}));
  steps.push_back(std::move(step));
}

}  // namespace astronova::release::google
