// Memorystore for Redis and Cloud SQL for PostgreSQL.
#include <fmt/format.h>

#include "release/google/found.h"
#include "release/google/steps.h"

namespace astronova::release::google {
namespace {

using boost::json::value;

std::string upper(std::string text) {
  for (auto& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

std::string network_path(const GoogleCloudConfiguration& configuration) {
  return fmt::format("projects/{}/global/networks/{}", configuration.project,
                     configuration.network.name);
}

InfraStep redis_step(const StepSource& source) {
  const auto& configuration = source.configuration;
  const auto& redis = configuration.redis;
  const auto& gcloud = source.gcloud;
  const auto region = "--region=" + configuration.region;
  InfraStep step{.name = "redis",
                 .what = fmt::format("Redis {}, {} GB", redis.name, redis.gigabytes),
                 .service = "redis.googleapis.com",
                 .needs = {"peering"}};
  step.ask = gcloud.ask({"redis", "instances", "list", region});
  step.read = find_in_list(
      "/name", redis.name,
      {{.what = "size, GB", .pointer = "/memorySizeGb", .value = std::to_string(redis.gigabytes)},
       {.what = "version", .pointer = "/redisVersion", .value = upper(redis.version)},
       {.what = "tier",
        .pointer = "/tier",
        .value = redis.tier == "standard" ? "STANDARD_HA" : "BASIC",
        .in_place = false},
       {.what = "password", .pointer = "/authEnabled", .value = "true", .in_place = false},
       {.what = "TLS",
        .pointer = "/transitEncryptionMode",
        .value = "SERVER_AUTHENTICATION",
        .in_place = false}},
      [](const value& thing, Found& found) {
        found.facts["redis.host"] = text_at(thing, "/host");
        found.facts["redis.port"] = text_at(thing, "/port");
        found.facts["redis.authority"] = text_at(thing, "/serverCaCerts/0/cert");
      });
  step.create = always(
      gcloud.change({"redis", "instances", "create", redis.name, region,
                     fmt::format("--size={}", redis.gigabytes), "--redis-version=" + redis.version,
                     "--tier=" + redis.tier, "--network=" + network_path(configuration),
                     "--connect-mode=PRIVATE_SERVICE_ACCESS", "--enable-auth",
                     "--transit-encryption-mode=server-authentication",
                     "--redis-config=maxmemory-policy=allkeys-lru"}));
  step.update = [gcloud, redis, region](const Facts&, const Found& found) {
    Commands commands;
    for (const auto& difference : found.differences) {
      // `upgrade` is for the version; it does not change the size.
      const bool is_size = difference.what == "size, GB";
      commands.push_back(
          {gcloud.change({"redis", "instances", is_size ? "update" : "upgrade", redis.name, region,
                          is_size ? fmt::format("--size={}", redis.gigabytes)
                                  : "--redis-version=" + redis.version}),
           {},
           {}});
    }
    return commands;
  };
  step.destroy = always(gcloud.change({"redis", "instances", "delete", redis.name, region}));
  return step;
}

InfraStep database_step(const StepSource& source) {
  const auto& configuration = source.configuration;
  const auto& database = configuration.database;
  const auto& gcloud = source.gcloud;
  InfraStep step{.name = "database",
                 .what = fmt::format("PostgreSQL {}, {}", database.instance, database.tier),
                 .service = "sqladmin.googleapis.com",
                 .needs = {"peering"},
                 .holds_data = true};
  step.ask = gcloud.ask({"sql", "instances", "list"});
  step.read = find_in_list(
      "/name", database.instance,
      {{.what = "version",
        .pointer = "/databaseVersion",
        .value = database.version,
        .in_place = false},
       {.what = "tier", .pointer = "/settings/tier", .value = database.tier},
       {.what = "availability",
        .pointer = "/settings/availabilityType",
        .value = upper(database.availability)},
       {.what = "disk, GB",
        .pointer = "/settings/dataDiskSizeGb",
        .value = std::to_string(database.gigabytes),
        .match = Wanted::Match::at_least},
       {.what = "backups", .pointer = "/settings/backupConfiguration/enabled", .value = "true"},
       {.what = "recovery of any moment",
        .pointer = "/settings/backupConfiguration/pointInTimeRecoveryEnabled",
        .value = "true"},
       {.what = "TLS alone",
        .pointer = "/settings/ipConfiguration/sslMode",
        .value = "ENCRYPTED_ONLY"},
       {.what = "protection from deletion",
        .pointer = "/settings/deletionProtectionEnabled",
        .value = "true"},
       {.what = "connections",
        .pointer = "/settings/databaseFlags/0/value",
        .value = std::to_string(database.connections)}},
      [](const value& thing, Found& found) {
        const auto* const addresses = list_at(thing, "/ipAddresses");
        for (const auto& address : addresses ? *addresses : boost::json::array{}) {
          const auto type = text_at(address, "/type");
          if (type == "PRIVATE") {
            found.facts["database.host"] = text_at(address, "/ipAddress");
          } else if (type == "PRIMARY") {
            found.differences.push_back({"address", "public", "private alone", false});
          }
        }
        found.facts["database.authority"] = text_at(thing, "/serverCaCert/cert");
      });
  // What can be changed afterwards is given in the same words.
  const std::vector<std::string> settings = {
      "--tier=" + database.tier,
      "--availability-type=" + database.availability,
      fmt::format("--storage-size={}", database.gigabytes),
      "--storage-auto-increase",
      "--backup-start-time=03:00",
      "--retained-backups-count=14",
      "--enable-point-in-time-recovery",
      "--ssl-mode=ENCRYPTED_ONLY",
      fmt::format("--database-flags=max_connections={}", database.connections),
      "--deletion-protection",
  };
  std::vector<std::string> create = {"sql",
                                     "instances",
                                     "create",
                                     database.instance,
                                     "--database-version=" + database.version,
                                     "--edition=enterprise",
                                     "--region=" + configuration.region,
                                     "--network=" + network_path(configuration),
                                     "--no-assign-ip",
                                     "--storage-type=SSD"};
  create.insert(create.end(), settings.begin(), settings.end());
  step.create = always(gcloud.change(std::move(create)));
  step.update = [gcloud, database, settings](const Facts&, const Found& found) {
    std::vector<std::string> words = {"sql", "instances", "patch", database.instance};
    for (const auto& setting : settings) {
      // A disk grows and never shrinks: a size that it has outgrown would be refused.
      const bool is_disk = setting.starts_with("--storage-size=");
      bool disk_differs = false;
      for (const auto& difference : found.differences)
        disk_differs = disk_differs || difference.what == "disk, GB";
      if (!is_disk || disk_differs) words.push_back(setting);
    }
    return just(gcloud.change(std::move(words)));
  };
  step.destroy = [gcloud, database](const Facts&) {
    Commands commands = just(gcloud.change(
        {"sql", "instances", "patch", database.instance, "--no-deletion-protection"}));
    commands.push_back({gcloud.change({"sql", "instances", "delete", database.instance}), {}, {}});
    return commands;
  };
  return step;
}

}  // namespace

void add_data_steps(Steps& steps, const StepSource& source) {
  const auto& database = source.configuration.database;
  const auto& gcloud = source.gcloud;
  const auto instance = "--instance=" + database.instance;
  const std::string service = "sqladmin.googleapis.com";
  steps.push_back(redis_step(source));
  steps.push_back(database_step(source));

  InfraStep name{.name = "database-name",
                 .what = "the database " + database.name,
                 .service = service,
                 .needs = {"database"},
                 .ask = gcloud.ask({"sql", "databases", "list", instance})};
  name.read = find_in_list("/name", database.name);
  name.create = always(gcloud.change({"sql", "databases", "create", database.name, instance}));
  steps.push_back(std::move(name));

  // gcloud takes flags from a file too: the password is in no list of processes.
  InfraStep user{.name = "database-user",
                 .what = "the database's user " + database.user,
                 .service = service,
                 .needs = {"database"},
                 .ask = gcloud.ask({"sql", "users", "list", instance})};
  user.read = find_in_list("/name", database.user);
  user.create = [gcloud, database, instance](const Facts& facts) {
    return just(gcloud.change(
        {"sql", "users", "create", database.user, instance, "--flags-file=/dev/stdin"},
        fmt::format("--password: \"{}\"\n", fact(facts, "password"))));
  };
  steps.push_back(std::move(user));
}

}  // namespace astronova::release::google
