// The APIs of the project, its network, its registry of images, and who may do what.
#include <algorithm>

#include <fmt/format.h>

#include "release/google/found.h"
#include "release/google/steps.h"

namespace astronova::release::google {
namespace {

using boost::json::value;

std::vector<std::string> services_of(const GoogleCloudConfiguration& configuration) {
  std::vector<std::string> services = {
      "artifactregistry.googleapis.com",
      "cloudresourcemanager.googleapis.com",
      "compute.googleapis.com",
      "iam.googleapis.com",
      "logging.googleapis.com",
      "monitoring.googleapis.com",
      "redis.googleapis.com",
      "run.googleapis.com",
      "secretmanager.googleapis.com",
      "servicenetworking.googleapis.com",
      "sqladmin.googleapis.com",
  };
  if (!configuration.budget.billing_account.empty())
    services.emplace_back("billingbudgets.googleapis.com");
  if (!configuration.deployer.repository.empty()) {
    services.emplace_back("iamcredentials.googleapis.com");
    services.emplace_back("storage.googleapis.com");
    services.emplace_back("sts.googleapis.com");
  }
  return services;
}

}  // namespace

void add_service_steps(Steps& steps, const StepSource& source) {
  const auto services = services_of(source.configuration);
  InfraStep step;
  step.name = "services";
  step.what = "the APIs of the project";
  step.ask = source.gcloud.ask({"services", "list", "--enabled"});
  step.read = [services](const value& answer, const Facts& /*facts*/) {
    Found found;
    found.is_there = true;
    for (const auto& service : services) {
      if (element_named(answer, "/config/name", service)) {
        found.facts["service:" + service] = "enabled";
      } else {
        found.differences.push_back({service, "disabled", "enabled", true});
      }
    }
    return found;
  };
  step.update = [gcloud = source.gcloud](const Facts& /*facts*/, const Found& found) {
    std::vector<std::string> words = {"services", "enable"};
    for (const auto& difference : found.differences)
      words.push_back(difference.what);
    return just(gcloud.change(std::move(words)));
  };
  steps.push_back(std::move(step));
}

void add_network_steps(Steps& steps, const StepSource& source) {
  const auto& network = source.configuration.network;
  const auto& gcloud = source.gcloud;
  const auto& region = source.configuration.region;
  const auto region_flag = "--region=" + region;
  const std::string compute = "compute.googleapis.com";

  InfraStep vpc{.name = "network", .what = "the network " + network.name, .service = compute};
  vpc.ask = gcloud.ask({"compute", "networks", "list"});
  vpc.read = find_in_list("/name", network.name,
                          {{.what = "automatic subnets",
                            .pointer = "/autoCreateSubnetworks",
                            .value = "false",
                            .in_place = false}});
  vpc.create = always(gcloud.change({"compute", "networks", "create", network.name,
                                     "--subnet-mode=custom", "--bgp-routing-mode=regional"}));
  vpc.destroy = always(gcloud.change({"compute", "networks", "delete", network.name}));
  steps.push_back(std::move(vpc));

  InfraStep subnet{.name = "subnet",
                   .what = fmt::format("the subnet {}, {}", network.subnet, network.range),
                   .service = compute,
                   .needs = {"network"}};
  subnet.ask = gcloud.ask({"compute", "networks", "subnets", "list", "--filter=region:" + region});
  subnet.read = find_in_list(
      "/name", network.subnet,
      {{.what = "range", .pointer = "/ipCidrRange", .value = network.range, .in_place = false},
       {.what = "network",
        .pointer = "/network",
        .value = "/networks/" + network.name,
        .match = Wanted::Match::end,
        .in_place = false},
       {.what = "private access to Google's APIs",
        .pointer = "/privateIpGoogleAccess",
        .value = "true"}});
  subnet.create = always(gcloud.change(
      {"compute", "networks", "subnets", "create", network.subnet, "--network=" + network.name,
       region_flag, "--range=" + network.range, "--enable-private-ip-google-access"}));
  subnet.update = [line = gcloud.change({"compute", "networks", "subnets", "update", network.subnet,
                                         region_flag, "--enable-private-ip-google-access"})](
                      const Facts&, const Found&) { return just(line); };
  subnet.destroy = always(
      gcloud.change({"compute", "networks", "subnets", "delete", network.subnet, region_flag}));
  steps.push_back(std::move(subnet));

  // Memorystore and Cloud SQL are in a network of Google's, which is joined to ours.
  InfraStep range{.name = "peering-range",
                  .what = fmt::format("{}, a /{} for Google's services", network.peering,
                                      network.peering_prefix),
                  .service = compute,
                  .needs = {"network"}};
  range.ask = gcloud.ask({"compute", "addresses", "list", "--global"});
  range.read = find_in_list(
      "/name", network.peering,
      {{.what = "purpose", .pointer = "/purpose", .value = "VPC_PEERING", .in_place = false},
       {.what = "prefix length",
        .pointer = "/prefixLength",
        .value = std::to_string(network.peering_prefix),
        .in_place = false}});
  range.create = always(gcloud.change(
      {"compute", "addresses", "create", network.peering, "--global", "--purpose=VPC_PEERING",
       fmt::format("--prefix-length={}", network.peering_prefix), "--network=" + network.name}));
  range.destroy =
      always(gcloud.change({"compute", "addresses", "delete", network.peering, "--global"}));
  steps.push_back(std::move(range));

  InfraStep peering{.name = "peering",
                    .what = "the way from the network to Google's services",
                    .service = "servicenetworking.googleapis.com",
                    .needs = {"peering-range"}};
  peering.ask = gcloud.ask({"services", "vpc-peerings", "list", "--network=" + network.name,
                            "--service=servicenetworking.googleapis.com"});
  peering.read = find_in_list(
      "/network", network.name, {}, [name = network.peering](const value& thing, Found& found) {
        const auto* const ranges = list_at(thing, "/reservedPeeringRanges");
        if (ranges && std::ranges::find(*ranges, value(name)) != ranges->end()) return;
        found.differences.push_back({"ranges", "others", name, true});
      });
  peering.create = always(gcloud.change(
      {"services", "vpc-peerings", "connect", "--service=servicenetworking.googleapis.com",
       "--network=" + network.name, "--ranges=" + network.peering}));
  peering.update =
      [line = gcloud.change({"services", "vpc-peerings", "update",
                             "--service=servicenetworking.googleapis.com",
                             "--network=" + network.name, "--ranges=" + network.peering})](
          const Facts&, const Found&) { return just(line); };
  peering.destroy = always(
      gcloud.change({"services", "vpc-peerings", "delete",
                     "--service=servicenetworking.googleapis.com", "--network=" + network.name}));
  steps.push_back(std::move(peering));
}

InfraStep grant_step(const Gcloud& gcloud, Grant grant) {
  const auto with = [&](std::vector<std::string> words) {
    words.push_back("--member=" + grant.member);
    words.push_back("--role=" + grant.role);
    words.emplace_back("--condition=None");
    return gcloud.change(std::move(words));
  };
  InfraStep step{.name = grant.name,
                 .what = grant.what,
                 .service = grant.service,
                 .needs = grant.needs,
                 .ask = gcloud.ask(grant.ask)};
  step.read = [role = grant.role, member = grant.member](const value& answer, const Facts&) {
    Found found;
    const auto* const bindings = list_at(answer, "/bindings");
    if (!bindings) return found;
    found.is_there = std::ranges::any_of(*bindings, [&](const value& binding) {
      const auto* const members = list_at(binding, "/members");
      return text_at(binding, "/role") == role && text_at(binding, "/condition").empty() &&
             members && std::ranges::find(*members, value(member)) != members->end();
    });
    return found;
  };
  step.create = always(with(grant.add));
  if (!grant.remove.empty()) step.destroy = always(with(grant.remove));
  return step;
}

void add_identity_steps(Steps& steps, const StepSource& source) {
  const auto& configuration = source.configuration;
  const auto& gcloud = source.gcloud;
  const auto& repository = configuration.registry.repository;
  const auto location = "--location=" + configuration.region;

  InfraStep registry{.name = "registry",
                     .what = "the registry of images " + repository,
                     .service = "artifactregistry.googleapis.com"};
  registry.ask = gcloud.ask({"artifacts", "repositories", "list", location});
  registry.read =
      find_in_list("/name", repository,
                   {{.what = "format", .pointer = "/format", .value = "DOCKER", .in_place = false},
                    {.what = "tags that cannot be moved",
                     .pointer = "/dockerConfig/immutableTags",
                     .value = "true"}});
  registry.create =
      always(gcloud.change({"artifacts", "repositories", "create", repository,
                            "--repository-format=docker", location, "--immutable-tags"}));
  registry.update = [line = gcloud.change({"artifacts", "repositories", "update", repository,
                                           location, "--immutable-tags"})](
                        const Facts&, const Found&) { return just(line); };
  registry.destroy =
      always(gcloud.change({"artifacts", "repositories", "delete", repository, location}));
  steps.push_back(std::move(registry));

  const auto account = configuration.service_account();
  InfraStep server{.name = "account",
                   .what = "the service account of the servers, " + configuration.service.account,
                   .service = "iam.googleapis.com"};
  server.ask = gcloud.ask({"iam", "service-accounts", "list"});
  server.read = find_in_list("/email", account);
  server.create =
      always(gcloud.change({"iam", "service-accounts", "create", configuration.service.account,
                            "--display-name=AstroNova servers"}));
  server.destroy = always(gcloud.change({"iam", "service-accounts", "delete", account}));
  steps.push_back(std::move(server));

  steps.push_back(grant_step(
      gcloud, {.name = "account-figures",
               .what = "the servers' right to write figures",
               .service = "cloudresourcemanager.googleapis.com",
               .needs = {"account"},
               .member = "serviceAccount:" + account,
               .role = "roles/monitoring.metricWriter",
               .ask = {"projects", "get-iam-policy", configuration.project},
               .add = {"projects", "add-iam-policy-binding", configuration.project},
               .remove = {"projects", "remove-iam-policy-binding", configuration.project}}));
}

}  // namespace astronova::release::google
