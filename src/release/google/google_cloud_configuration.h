#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "release/settings_reader.h"

namespace astronova::release::google {

struct NetworkConfiguration {
  std::string name = "astronova-vpc";
  std::string subnet = "astronova-subnet";
  std::string range = "10.0.0.0/23";  ///< of the subnet; instances have their addresses there
  std::string peering = "astronova-peering";  ///< addresses that Google's own services may take
  int peering_prefix = 20;
};

struct RegistryConfiguration {
  std::string repository = "astronova";
  std::string image = "astronova";
};

struct RedisConfiguration {
  std::string name = "astronova-cache";
  std::string version = "redis_7_2";
  std::string tier = "standard";
  int gigabytes = 1;
};

struct DatabaseConfiguration {
  std::string instance = "astronova-database";
  std::string version = "POSTGRES_15";
  std::string tier = "db-custom-1-3840";
  std::string availability = "regional";
  int gigabytes = 20;  ///< to begin with; it grows by itself
  int connections = 200;
  std::string name = "astronova";
  std::string user = "astronova";
};

struct ServiceConfiguration {
  std::string name = "astronova-backend";
  std::string account = "astronova-backend";  ///< of the service account, before the @
  std::string file = "cloud-run/service.yaml";
  std::string tag = "green";  ///< of the revision that is on trial
  std::string processors = "1";
  std::string memory = "2Gi";
  int instances_min = 1;
  int instances_max = 100;
  int concurrency = 64;  ///< requests that one instance answers at once
  std::chrono::seconds timeout{60};
};

struct FrontConfiguration {
  std::string domain = "api.astronova.app";
  /// Where the revision with the tag alone answers. "": nowhere.
  std::string candidate_domain = "green.api.astronova.app";
  std::string name = "astronova";  ///< what the parts of the load balancer are named after
};

/// Cloud Armor's: so many requests in so many seconds an address, and how long who sends more is
/// shut out.
struct LimitsConfiguration {
  int requests = 100;
  int interval_seconds = 60;
  int ban_seconds = 600;
};

struct BudgetConfiguration {
  std::string billing_account{};  ///< "": no budget
  std::string name = "astronova";
  int amount = 300;  ///< a month
  std::string currency = "USD";
  std::vector<int> percents = {50, 90, 100};
};

struct AlertsConfiguration {
  std::string email{};  ///< "": no alerts
  std::string policies = "monitoring/google-cloud/alert-policies";
  std::string dashboard = "monitoring/google-cloud/dashboard.json";
};

/// Who may release from GitHub Actions, by workload identity federation.
struct DeployerConfiguration {
  std::string repository{};     ///< "owner/name", for people; "": nobody
  std::string repository_id{};  ///< its number, which it keeps when names change hands
  /// Of the repository; a job of one of these, and no other, is the deployer.
  std::vector<std::string> environments = {"production", "production-rollback"};
  std::string account = "astronova-deployer";
  std::string pool = "github";
  std::string provider = "github";
  std::string bucket{};  ///< "": the project's id with "-releases"
};

/// A secret by its name and the number of the version that servers get.
struct SecretVersion {
  std::string name;
  int version = 1;
};

/// What there is to be on Google Cloud: infra/google-cloud.toml, which tells what each key means.
struct GoogleCloudConfiguration {
  std::string project{};
  std::string region = "us-central1";
  NetworkConfiguration network{};
  RegistryConfiguration registry{};
  RedisConfiguration redis{};
  DatabaseConfiguration database{};
  ServiceConfiguration service{};
  FrontConfiguration front{};
  LimitsConfiguration limits{};
  BudgetConfiguration budget{};
  AlertsConfiguration alerts{};
  DeployerConfiguration deployer{};
  std::vector<SecretVersion> secrets{};  ///< in the order of the file
  /// The folder of the file, which the paths in it start from; with its slash, or "".
  std::string folder{};

  /// "astronova-backend@PROJECT.iam.gserviceaccount.com"
  std::string service_account() const;
  std::string deployer_account() const;
  /// The bucket that keeps the record of releases, without gs://.
  std::string record_bucket() const;
  /// "REGION-docker.pkg.dev/PROJECT/REPOSITORY/IMAGE", without tag or digest.
  std::string image() const;
  /// A path of the file as it can be opened.
  std::string path_of(const std::string& path) const;
};

/// Reads [project], [network] … of the file's outermost table; what is wrong is noted there.
GoogleCloudConfiguration read_google_cloud(SettingsTable top);

/// The same of a file, which nothing else may be in.
/// errors  invalid_value with all mistakes, as SettingsFile::text() has them
Result<GoogleCloudConfiguration> read_google_cloud_file(const std::string& path);

}  // namespace astronova::release::google
