#include "release/google/google_cloud_configuration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/json_file.h"

namespace astronova::release::google {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

GoogleCloudConfiguration read(const std::string& toml, std::string& mistakes) {
  auto file = SettingsFile::of("google-cloud.toml", toml);
  auto configuration = read_google_cloud(file.top());
  const auto finished = file.finish();
  mistakes = finished ? "" : finished.error().detail;
  return configuration;
}

std::string mistakes_of(const std::string& toml) {
  std::string mistakes;
  read("project = \"astronova-test\"\n" + toml, mistakes);
  return mistakes;
}

TEST(GoogleCloudConfiguration, TheFileOfTheRepositorySaysWhatTheDefaultsAre) {
  const auto read_file = read_google_cloud_file(testing::source_path("infra/google-cloud.toml"));
  ASSERT_TRUE(read_file) << read_file.error().detail;
  const auto& file = *read_file;
  const GoogleCloudConfiguration standard;
  EXPECT_EQ(file.region, standard.region);
  EXPECT_EQ(file.network.range, standard.network.range);
  EXPECT_EQ(file.network.peering_prefix, standard.network.peering_prefix);
  EXPECT_EQ(file.redis.version, standard.redis.version);
  EXPECT_EQ(file.redis.gigabytes, standard.redis.gigabytes);
  EXPECT_EQ(file.database.tier, standard.database.tier);
  EXPECT_EQ(file.database.connections, standard.database.connections);
  EXPECT_EQ(file.service.concurrency, standard.service.concurrency);
  EXPECT_EQ(file.service.timeout, standard.service.timeout);
  EXPECT_EQ(file.service.instances_max, standard.service.instances_max);
  EXPECT_EQ(file.front.domain, standard.front.domain);
  EXPECT_EQ(file.front.candidate_domain, standard.front.candidate_domain);
  EXPECT_EQ(file.limits.ban_seconds, standard.limits.ban_seconds);
  EXPECT_EQ(file.budget.amount, standard.budget.amount);
  EXPECT_EQ(file.budget.percents, standard.budget.percents);
  EXPECT_EQ(file.alerts.policies, standard.alerts.policies);
  EXPECT_EQ(file.deployer.account, standard.deployer.account);
  EXPECT_EQ(file.deployer.environments, standard.deployer.environments);
}

TEST(GoogleCloudConfiguration, PathsStartFromTheFolderOfTheFile) {
  const auto file = read_google_cloud_file(testing::source_path("infra/google-cloud.toml"));
  ASSERT_TRUE(file);
  EXPECT_EQ(file->path_of(file->service.file),
            testing::source_path("infra/cloud-run/service.yaml"));
  EXPECT_EQ(file->path_of("/etc/service.yaml"), "/etc/service.yaml");
}

TEST(GoogleCloudConfiguration, NamesFollowFromTheProject) {
  std::string mistakes;
  const auto configuration = read("project = \"astronova-test\"", mistakes);
  EXPECT_THAT(mistakes, IsEmpty());
  EXPECT_EQ(configuration.service_account(),
            "astronova-backend@astronova-test.iam.gserviceaccount.com");
  EXPECT_EQ(configuration.image(), "us-central1-docker.pkg.dev/astronova-test/astronova/astronova");
  EXPECT_EQ(configuration.record_bucket(), "astronova-test-releases");
}

TEST(GoogleCloudConfiguration, ARepositoryIsNamedWithItsNumberAndItsEnvironments) {
  EXPECT_THAT(mistakes_of("[deployer]\nrepository = \"anna/stars\"\n"),
              HasSubstr("gh api repos/anna/stars --jq .id"));
  const std::string deployer = "[deployer]\nrepository = \"anna/stars\"\nrepository_id = \"735\"\n";
  EXPECT_EQ(mistakes_of(deployer), "");
  for (const std::string wrong : {"[]", "[\"production\", \"\"]", "[\"a/b\"]", "[\"a:b\"]"}) {
    EXPECT_THAT(mistakes_of(deployer + "environments = " + wrong + "\n"),
                HasSubstr("'environments' of [deployer]"))
        << wrong;
  }
}

TEST(GoogleCloudConfiguration, AProjectIsNeeded) {
  std::string mistakes;
  read("region = \"us-central1\"", mistakes);
  EXPECT_THAT(mistakes, HasSubstr("project = \""));
}

TEST(GoogleCloudConfiguration, AllMistakesAreToldAtOnceWithTheirLines) {
  const auto mistakes = mistakes_of(R"(
[network]
range = "10.0.0.0/28"
[redis]
giggabytes = 5
[service]
instances_min = 5
instances_max = 3
[limits]
interval_seconds = 61
[front]
domain = "api"
[budget]
billing_account = "mine"
)");
  EXPECT_THAT(mistakes, HasSubstr(":4:"));
  EXPECT_THAT(mistakes, HasSubstr("at least 64 addresses"));
  EXPECT_THAT(mistakes, HasSubstr("Did you mean 'gigabytes'?"));
  EXPECT_THAT(mistakes, HasSubstr("'instances_min' is greater than 'instances_max'"));
  EXPECT_THAT(mistakes, HasSubstr("Cloud Armor counts in no interval of 61 s"));
  EXPECT_THAT(mistakes, HasSubstr("'api'"));
  EXPECT_THAT(mistakes, HasSubstr("gcloud billing accounts list"));
}

TEST(GoogleCloudConfiguration, SecretsHaveVersionsFromOneOn) {
  std::string mistakes;
  const auto configuration = read(
      "project = \"astronova-test\"\n[secrets]\njwt-secret-key = 3\ndata-keys = 1\n", mistakes);
  EXPECT_THAT(mistakes, IsEmpty());
  ASSERT_EQ(configuration.secrets.size(), 2U);
  EXPECT_EQ(configuration.secrets[0].name, "jwt-secret-key");
  EXPECT_EQ(configuration.secrets[0].version, 3);

  EXPECT_THAT(mistakes_of("[secrets]\ndata-keys = \"latest\"\n"), HasSubstr("cannot be latest"));
  EXPECT_THAT(mistakes_of("[secrets]\ndata-keys = 0\n"), HasSubstr("from 1 on"));
}

TEST(GoogleCloudConfiguration, NoCandidateDomainIsAWish) {
  std::string mistakes;
  const auto configuration =
      read("project = \"astronova-test\"\n[front]\ncandidate_domain = \"none\"\n", mistakes);
  EXPECT_THAT(mistakes, IsEmpty());
  EXPECT_THAT(configuration.front.candidate_domain, IsEmpty());
  EXPECT_THAT(mistakes_of("[front]\ncandidate_domain = \"api.astronova.app\"\n"),
              HasSubstr("the domain itself"));
}

// Whoever writes the file can smuggle no flag and no other resource into a command line.
TEST(GoogleCloudConfiguration, NamesThatGoogleDoesNotTakeAreRefused) {
  for (const std::string wrong :
       {"--flags-file=x", "Astronova", "a b", "astronova/other", "x\\nproject: other"}) {
    EXPECT_NE(mistakes_of("[network]\nname = \"" + wrong + "\"\n"), "") << wrong;
    EXPECT_NE(mistakes_of("[service]\nname = \"" + wrong + "\"\n"), "") << wrong;
    EXPECT_NE(mistakes_of("[deployer]\npool = \"" + wrong + "\"\n"), "") << wrong;
  }
}

}  // namespace
}  // namespace astronova::release::google
