// What the load balancer sends to, and how many requests it lets through: backends, Cloud CDN,
// Cloud Armor.
#include <boost/json/array.hpp>

#include <fmt/format.h>

#include "release/google/found.h"
#include "release/google/steps.h"

namespace astronova::release::google {
namespace {

using boost::json::array;
using boost::json::value;

const std::string compute = "compute.googleapis.com";

constexpr std::string_view rule_priority = "1000";

std::vector<std::string> rule_flags(const StepSource& source) {
  const auto& limits = source.configuration.limits;
  return {"--security-policy=" + source.configuration.front.name + "-limits",
          "--src-ip-ranges=*",
          "--action=rate-based-ban",
          fmt::format("--rate-limit-threshold-count={}", limits.requests),
          fmt::format("--rate-limit-threshold-interval-sec={}", limits.interval_seconds),
          fmt::format("--ban-duration-sec={}", limits.ban_seconds),
          "--conform-action=allow",
          "--exceed-action=deny-429",
          "--enforce-on-key=IP"};
}

// A rule of a policy: its question is the policy's, which has all rules.
Found find_rule(const value& answer, const std::string& policy, const LimitsConfiguration& limits) {
  Found found;
  const auto* const there = element_named(answer, "/name", policy);
  const auto* const rules = there ? list_at(*there, "/rules") : nullptr;
  for (const auto& rule : rules ? *rules : array{}) {
    if (text_at(rule, "/priority") != rule_priority) continue;
    found.is_there = true;
    const std::string options = "/rateLimitOptions";
    found.differences = differences_of(
        rule, {{.what = "action", .pointer = "/action", .value = "rate_based_ban"},
               {.what = "callers", .pointer = "/match/config/srcIpRanges/0", .value = "*"},
               {.what = "requests",
                .pointer = options + "/rateLimitThreshold/count",
                .value = std::to_string(limits.requests)},
               {.what = "seconds",
                .pointer = options + "/rateLimitThreshold/intervalSec",
                .value = std::to_string(limits.interval_seconds)},
               {.what = "seconds of the ban",
                .pointer = options + "/banDurationSec",
                .value = std::to_string(limits.ban_seconds)},
               {.what = "counted by", .pointer = options + "/enforceOnKey", .value = "IP"},
               {.what = "who exceeds it gets",
                .pointer = options + "/exceedAction",
                .value = "deny(429)"}});
  }
  return found;
}

struct Backend {
  std::string step;
  std::string name;
  std::string what;
  std::string group;  ///< the network endpoint group
  bool is_cached = false;
};

// With what is needed to say it again, where something of it is missing.
InfraStep backend_step(const StepSource& source, const Backend& backend) {
  const auto& configuration = source.configuration;
  const auto& gcloud = source.gcloud;
  const auto limits = configuration.front.name + "-limits";
  InfraStep step{.name = backend.step,
                 .what = backend.what,
                 .service = compute,
                 .needs = {"limits", backend.step + "-group"}};
  if (backend.is_cached) step.needs = {"limits", "backend-group"};
  step.ask = gcloud.ask({"compute", "backend-services", "list", "--global"});
  std::vector<Wanted> wanted = {{.what = "load balancer",
                                 .pointer = "/loadBalancingScheme",
                                 .value = "EXTERNAL_MANAGED",
                                 .in_place = false},
                                {.what = "limits",
                                 .pointer = "/securityPolicy",
                                 .value = "/securityPolicies/" + limits,
                                 .match = Wanted::Match::end},
                                {.what = "sends to",
                                 .pointer = "/backends/0/group",
                                 .value = "/networkEndpointGroups/" + backend.group,
                                 .match = Wanted::Match::end},
                                {.what = "log", .pointer = "/logConfig/enable", .value = "true"}};
  if (backend.is_cached) {
    wanted.push_back({.what = "cache", .pointer = "/enableCDN", .value = "true"});
    wanted.push_back(
        {.what = "what is kept", .pointer = "/cdnPolicy/cacheMode", .value = "USE_ORIGIN_HEADERS"});
  }
  step.read = find_in_list("/name", backend.name, wanted);
  std::vector<std::string> settings = {"--global", "--enable-logging",
                                       "--logging-sample-rate=0.01"};
  if (backend.is_cached) {
    settings.insert(settings.end(),
                    {"--enable-cdn", "--cache-mode=USE_ORIGIN_HEADERS", "--no-negative-caching"});
  }
  const auto words = [&](std::vector<std::string> first, const std::vector<std::string>& then) {
    first.insert(first.end(), then.begin(), then.end());
    return gcloud.change(std::move(first));
  };
  const auto create = words({"compute", "backend-services", "create", backend.name,
                             "--load-balancing-scheme=EXTERNAL_MANAGED"},
                            settings);
  const auto limit = gcloud.change({"compute", "backend-services", "update", backend.name,
                                    "--global", "--security-policy=" + limits});
  const auto send = gcloud.change({"compute", "backend-services", "add-backend", backend.name,
                                   "--global", "--network-endpoint-group=" + backend.group,
                                   "--network-endpoint-group-region=" + configuration.region});
  const auto set = words({"compute", "backend-services", "update", backend.name}, settings);
  // Nobody is let in before they are limited.
  step.create = [=](const Facts&) {
    return Commands{{create, {}, {}}, {limit, {}, {}}, {send, {}, {}}};
  };
  step.update = [=](const Facts&, const Found& found) {
    Commands commands;
    bool is_set = false;
    for (const auto& difference : found.differences) {
      if (difference.what == "limits") {
        commands.push_back({limit, {}, {}});
      } else if (difference.what == "sends to") {
        commands.push_back({send, {}, {}});
      } else if (!is_set) {
        commands.push_back({set, {}, {}});
        is_set = true;
      }
    }
    return commands;
  };
  step.destroy =
      always(gcloud.change({"compute", "backend-services", "delete", backend.name, "--global"}));
  return step;
}

InfraStep group_step(const StepSource& source, const std::string& step_name,
                     const std::string& group, const std::string& tag) {
  const auto& configuration = source.configuration;
  const auto region = "--region=" + configuration.region;
  InfraStep step{.name = step_name,
                 .what = "the endpoint group " + group + (tag.empty() ? "" : ", the tag " + tag),
                 .service = compute};
  step.ask = source.gcloud.ask(
      {"compute", "network-endpoint-groups", "list", "--filter=region:" + configuration.region});
  step.read =
      find_in_list("/name", group,
                   {{.what = "service",
                     .pointer = "/cloudRun/service",
                     .value = configuration.service.name,
                     .in_place = false},
                    {.what = "tag", .pointer = "/cloudRun/tag", .value = tag, .in_place = false}});
  std::vector<std::string> create = {"compute",
                                     "network-endpoint-groups",
                                     "create",
                                     group,
                                     region,
                                     "--network-endpoint-type=serverless",
                                     "--cloud-run-service=" + configuration.service.name};
  if (!tag.empty()) create.push_back("--cloud-run-tag=" + tag);
  step.create = always(source.gcloud.change(std::move(create)));
  step.destroy =
      always(source.gcloud.change({"compute", "network-endpoint-groups", "delete", group, region}));
  return step;
}

}  // namespace

void add_limit_steps(Steps& steps, const StepSource& source) {
  const auto& gcloud = source.gcloud;
  const auto& limits = source.configuration.limits;
  const auto name = source.configuration.front.name + "-limits";
  const auto question = gcloud.ask({"compute", "security-policies", "list"});
  InfraStep policy{.name = "limits-policy",
                   .what = "the policy of Cloud Armor, " + name,
                   .service = compute,
                   .ask = question};
  policy.read = find_in_list("/name", name);
  policy.create = always(gcloud.change({"compute", "security-policies", "create", name,
                                        "--description=How many requests a client may send"}));
  policy.destroy = always(gcloud.change({"compute", "security-policies", "delete", name}));
  steps.push_back(std::move(policy));

  InfraStep rule{.name = "limits",
                 .what = fmt::format("{} requests in {} s an address, else none for {} s",
                                     limits.requests, limits.interval_seconds, limits.ban_seconds),
                 .service = compute,
                 .needs = {"limits-policy"},
                 .ask = question};
  rule.read = [name, limits](const value& answer, const Facts&) {
    return find_rule(answer, name, limits);
  };
  const auto with_flags = [&](const char* verb) {
    std::vector<std::string> words = {"compute", "security-policies", "rules", verb,
                                      std::string(rule_priority)};
    for (auto& flag : rule_flags(source))
      words.push_back(std::move(flag));
    return gcloud.change(std::move(words));
  };
  rule.create = always(with_flags("create"));
  rule.update = [line = with_flags("update")](const Facts&, const Found&) { return just(line); };
  steps.push_back(std::move(rule));
}

void add_backend_steps(Steps& steps, const StepSource& source) {
  const auto& front = source.configuration.front;
  const auto group = front.name + "-service";
  steps.push_back(group_step(source, "backend-group", group, ""));
  steps.push_back(backend_step(source, {.step = "backend",
                                        .name = front.name + "-backend",
                                        .what = "the way to the service",
                                        .group = group}));
  steps.push_back(backend_step(source, {.step = "static",
                                        .name = front.name + "-static",
                                        .what = "the way to /static/*, through Cloud CDN",
                                        .group = group,
                                        .is_cached = true}));
  if (front.candidate_domain.empty()) return;
  const auto candidate = front.name + "-candidate";
  steps.push_back(
      group_step(source, "candidate-group", candidate, source.configuration.service.tag));
  steps.push_back(backend_step(source, {.step = "candidate",
                                        .name = front.name + "-candidate",
                                        .what = "the way to the revision that is on trial",
                                        .group = candidate}));
}

}  // namespace astronova::release::google
