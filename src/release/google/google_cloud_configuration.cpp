#include "release/google/google_cloud_configuration.h"

#include <algorithm>
#include <array>
#include <regex>

#include <fmt/format.h>

namespace astronova::release::google {
namespace {

using std::string_view;
using namespace std::chrono_literals;

// What Google takes as names of nearly everything: RFC 1035, section 2.3.1, in lower case.
const char* const label = "[a-z]([-a-z0-9]{0,61}[a-z0-9])?";
const char* const host_name = "([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}";

void read_matching(SettingsTable& table, string_view key, std::string& value, const char* pattern,
                   string_view fix) {
  auto read = value;
  table.read(key, read);
  if (read == value || std::regex_match(read, std::regex(pattern))) {
    value = std::move(read);
    return;
  }
  table.refuse(key, fmt::format("'{}' of {} cannot be '{}'", key, table.name(), read),
               std::string(fix));
}

void read_label(SettingsTable& table, string_view key, std::string& value) {
  read_matching(table, key, value, label,
                "give small letters, digits and hyphens, a letter first and no hyphen last, at "
                "most 63");
}

NetworkConfiguration read_network(SettingsTable table) {
  NetworkConfiguration network;
  read_label(table, "name", network.name);
  read_label(table, "subnet", network.subnet);
  read_matching(table, "range", network.range, R"((\d{1,3}\.){3}\d{1,3}/(8|9|1\d|2[0-6]))",
                "give a private range of at least 64 addresses, such as \"10.0.0.0/23\"");
  read_label(table, "peering", network.peering);
  table.read("peering_prefix", network.peering_prefix, SettingsTable::Whole{8, 24});
  return network;
}

RegistryConfiguration read_registry(SettingsTable table) {
  RegistryConfiguration registry;
  read_label(table, "repository", registry.repository);
  read_label(table, "image", registry.image);
  return registry;
}

RedisConfiguration read_redis(SettingsTable table) {
  static constexpr std::array<string_view, 3> versions = {"redis_6_x", "redis_7_0", "redis_7_2"};
  static constexpr std::array<string_view, 2> tiers = {"basic", "standard"};
  RedisConfiguration redis;
  read_label(table, "name", redis.name);
  table.read("version", redis.version, versions);
  table.read("tier", redis.tier, tiers);
  table.read("gigabytes", redis.gigabytes, SettingsTable::Whole{1, 300});
  return redis;
}

DatabaseConfiguration read_database(SettingsTable table) {
  static constexpr std::array<string_view, 3> versions = {"POSTGRES_15", "POSTGRES_16",
                                                          "POSTGRES_17"};
  static constexpr std::array<string_view, 2> availabilities = {"regional", "zonal"};
  static const char* const plain = "[a-z_][a-z0-9_]{0,62}";
  static const char* const plain_fix = "give small letters, digits and _, at most 63";
  DatabaseConfiguration database;
  read_label(table, "instance", database.instance);
  table.read("version", database.version, versions);
  read_matching(table, "tier", database.tier, "db-[a-z0-9-]+",
                "give a tier such as \"db-custom-1-3840\": processors and megabytes");
  table.read("availability", database.availability, availabilities);
  table.read("gigabytes", database.gigabytes, SettingsTable::Whole{10, 65'536});
  table.read("connections", database.connections, SettingsTable::Whole{20, 10'000});
  read_matching(table, "name", database.name, plain, plain_fix);
  read_matching(table, "user", database.user, plain, plain_fix);
  return database;
}

ServiceConfiguration read_service(SettingsTable table) {
  static constexpr std::array<string_view, 4> processors = {"1", "2", "4", "8"};
  ServiceConfiguration service;
  // With a hyphen and the suffix it is the name of a revision, which has 63 at the most.
  read_matching(table, "name", service.name, "[a-z]([-a-z0-9]{0,36}[a-z0-9])?",
                "give small letters, digits and hyphens, a letter first, at most 38");
  read_matching(table, "account", service.account, "[a-z][-a-z0-9]{4,28}[a-z0-9]",
                "give 6 to 30 small letters, digits and hyphens, a letter first");
  table.read("file", service.file);
  // Its address on run.app is a label of host names with that of the service.
  read_matching(table, "tag", service.tag, "[a-z]([-a-z0-9]{1,18}[a-z0-9])",
                "give 3 to 20 small letters, digits and hyphens, a letter first");
  table.read("processors", service.processors, processors);
  read_matching(table, "memory", service.memory, "[1-9][0-9]*(Mi|Gi)",
                "give an amount such as \"2Gi\"");
  table.read("instances_min", service.instances_min, SettingsTable::Whole{0, 1'000});
  table.read("instances_max", service.instances_max, SettingsTable::Whole{1, 1'000});
  table.read("concurrency", service.concurrency, SettingsTable::Whole{1, 1'000});
  table.read("timeout", service.timeout, SettingsTable::Duration{1s, 1h});
  if (service.instances_min > service.instances_max) {
    table.refuse("instances_min", "'instances_min' is greater than 'instances_max'",
                 "give at most as many");
  }
  return service;
}

FrontConfiguration read_front(SettingsTable table) {
  FrontConfiguration front;
  read_label(table, "name", front.name);
  read_matching(table, "domain", front.domain, host_name,
                "give a name such as \"api.example.org\"");
  std::string candidate = front.candidate_domain;
  table.read("candidate_domain", candidate);
  if (candidate == "none") {
    front.candidate_domain.clear();
  } else {
    read_matching(table, "candidate_domain", front.candidate_domain, host_name,
                  "give a name such as \"green.api.example.org\", or \"none\"");
  }
  if (front.candidate_domain == front.domain) {
    table.refuse("candidate_domain", "'candidate_domain' is the domain itself",
                 "give a name of its own, or \"none\"");
  }
  return front;
}

LimitsConfiguration read_limits(SettingsTable table) {
  // What Cloud Armor takes for an interval.
  static constexpr std::array intervals = {10,  30,  60,  120,  180,  240,  270,
                                           300, 600, 900, 1200, 1800, 2700, 3600};
  LimitsConfiguration limits;
  table.read("requests", limits.requests, SettingsTable::Whole{1, 10'000'000});
  table.read("interval_seconds", limits.interval_seconds, SettingsTable::Whole{10, 3'600});
  if (std::ranges::find(intervals, limits.interval_seconds) == intervals.end()) {
    table.refuse("interval_seconds",
                 fmt::format("Cloud Armor counts in no interval of {} s", limits.interval_seconds),
                 fmt::format("give one of {}", fmt::join(intervals, ", ")));
  }
  table.read("ban_seconds", limits.ban_seconds, SettingsTable::Whole{1, 86'400});
  return limits;
}

BudgetConfiguration read_budget(SettingsTable table) {
  BudgetConfiguration budget;
  read_matching(table, "billing_account", budget.billing_account, "([0-9A-F]{6}-){2}[0-9A-F]{6}",
                "give its id, such as \"012345-6789AB-CDEF01\", as `gcloud billing accounts list` "
                "has it");
  read_label(table, "name", budget.name);
  table.read("amount", budget.amount, SettingsTable::Whole{1, 10'000'000});
  read_matching(table, "currency", budget.currency, "[A-Z]{3}",
                "give the currency of the billing account, such as \"USD\"");
  table.read("percents", budget.percents, SettingsTable::Whole{1, 1'000});
  return budget;
}

AlertsConfiguration read_alerts(SettingsTable table) {
  AlertsConfiguration alerts;
  read_matching(table, "email", alerts.email, "[^@\\s]+@[^@\\s]+\\.[^@\\s]+",
                "give the address that alerts go to");
  table.read("policies", alerts.policies);
  table.read("dashboard", alerts.dashboard);
  return alerts;
}

void read_environments(SettingsTable& table, std::vector<std::string>& environments) {
  auto read = environments;
  table.read("environments", read);
  // The name that a job has with Google ends with it, and has 127 bytes at the most.
  static const std::regex fit("[A-Za-z0-9][A-Za-z0-9._-]{0,83}");
  const bool is_fit = !read.empty() && std::ranges::all_of(read, [](const auto& name) {
    return std::regex_match(name, fit);
  });
  if (is_fit) {
    environments = std::move(read);
    return;
  }
  table.refuse("environments", "'environments' of [deployer] has none, or one that cannot be",
               "give the repository's environments that releases come from, of letters, digits, "
               "'.', '_' and '-'");
}

DeployerConfiguration read_deployer(SettingsTable table) {
  DeployerConfiguration deployer;
  read_matching(table, "repository", deployer.repository, "[A-Za-z0-9-]+/[A-Za-z0-9._-]+",
                "give the repository on GitHub as \"owner/name\"");
  if (!deployer.repository.empty())
    table.need("repository_id", fmt::format("repository_id = \"…\", which `gh api repos/{} --jq "
                                            ".id` prints",
                                            deployer.repository));
  read_matching(table, "repository_id", deployer.repository_id, "[1-9][0-9]{0,18}",
                "give the repository's number on GitHub, as a text: \"123456789\"");
  read_environments(table, deployer.environments);
  read_matching(table, "account", deployer.account, "[a-z][-a-z0-9]{4,28}[a-z0-9]",
                "give 6 to 30 small letters, digits and hyphens, a letter first");
  read_matching(table, "pool", deployer.pool, "[a-z][-a-z0-9]{2,30}[a-z0-9]",
                "give 4 to 32 small letters, digits and hyphens");
  read_matching(table, "provider", deployer.provider, "[a-z][-a-z0-9]{2,30}[a-z0-9]",
                "give 4 to 32 small letters, digits and hyphens");
  read_matching(table, "bucket", deployer.bucket, "[a-z0-9][-a-z0-9]{1,61}[a-z0-9]",
                "give 3 to 63 small letters, digits and hyphens, without gs://");
  return deployer;
}

std::vector<SecretVersion> read_secrets(SettingsTable top) {
  std::vector<SecretVersion> secrets;
  for (const auto& [name, version] : top.scalars("secrets")) {
    const bool is_number = version.kind == SettingScalar::Kind::whole && version.number >= 1 &&
                           version.number <= 1'000'000;
    if (!is_number || !std::regex_match(name, std::regex(label))) {
      top.refuse("secrets",
                 fmt::format("[secrets] has '{}', which cannot be {}", name, version.text),
                 "give each secret the number of its version, from 1 on: jwt-secret-key = 1");
      continue;
    }
    secrets.push_back({name, static_cast<int>(version.number)});
  }
  return secrets;
}

}  // namespace

std::string GoogleCloudConfiguration::service_account() const {
  return fmt::format("{}@{}.iam.gserviceaccount.com", service.account, project);
}

std::string GoogleCloudConfiguration::deployer_account() const {
  return fmt::format("{}@{}.iam.gserviceaccount.com", deployer.account, project);
}

std::string GoogleCloudConfiguration::record_bucket() const {
  return deployer.bucket.empty() ? project + "-releases" : deployer.bucket;
}

std::string GoogleCloudConfiguration::image() const {
  return fmt::format("{}-docker.pkg.dev/{}/{}/{}", region, project, registry.repository,
                     registry.image);
}

std::string GoogleCloudConfiguration::path_of(const std::string& path) const {
  return path.starts_with('/') ? path : folder + path;
}

GoogleCloudConfiguration read_google_cloud(SettingsTable top) {
  GoogleCloudConfiguration configuration;
  top.need("project", "project = \"the-id-of-your-project\"");
  read_matching(top, "project", configuration.project, "[a-z][-a-z0-9]{4,28}[a-z0-9]",
                "give the id of the project, 6 to 30 small letters, digits and hyphens");
  read_matching(top, "region", configuration.region, "[a-z]+-[a-z]+[0-9]+",
                "give a region such as \"us-central1\"");
  configuration.network = read_network(top.table("network"));
  configuration.registry = read_registry(top.table("registry"));
  configuration.redis = read_redis(top.table("redis"));
  configuration.database = read_database(top.table("database"));
  configuration.service = read_service(top.table("service"));
  configuration.front = read_front(top.table("front"));
  configuration.limits = read_limits(top.table("limits"));
  configuration.budget = read_budget(top.table("budget"));
  configuration.alerts = read_alerts(top.table("alerts"));
  configuration.deployer = read_deployer(top.table("deployer"));
  configuration.secrets = read_secrets(top);
  return configuration;
}

Result<GoogleCloudConfiguration> read_google_cloud_file(const std::string& path) {
  auto file = SettingsFile::read(path);
  auto configuration = read_google_cloud(file.top());
  configuration.folder = path.substr(0, path.rfind('/') + 1);
  if (const auto finished = file.finish(); !finished) return finished.error();
  return configuration;
}

}  // namespace astronova::release::google
