// The steps as command lines: tests/release/google/steps.txt has all of them. After a change that
// is meant, write it anew with UPDATE_GOLDEN=1 in the environment and read what changed.

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "release/google/infra_step.h"
#include "tests/support/json_file.h"

namespace astronova::release::google {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

GoogleCloudConfiguration configuration_of_the_repository() {
  return *read_google_cloud_file(testing::source_path("infra/google-cloud.toml"));
}

std::vector<InfraStep> steps_of(const GoogleCloudConfiguration& configuration,
                                const std::string& secrets = "secrets") {
  const auto files = read_infra_files(configuration, secrets);
  EXPECT_TRUE(files) << files.error().detail;
  return infra_steps(configuration, *files);
}

std::vector<InfraStep> steps() {
  return steps_of(configuration_of_the_repository());
}

const InfraStep& step_named(const std::vector<InfraStep>& steps, std::string_view name) {
  for (const auto& step : steps)
    if (step.name == name) return step;
  throw std::logic_error("no step " + std::string(name));
}

// What questions would have told.
Facts facts() {
  return {{"password", "PASSWORD"},
          {"address", "203.0.113.10"},
          {"redis.host", "10.20.0.3"},
          {"redis.port", "6378"},
          {"redis.authority", "PEM of Redis"},
          {"database.host", "10.20.1.3"},
          {"database.authority", "PEM of PostgreSQL"},
          {"channel", "projects/p/notificationChannels/7"},
          {"budget", "billingAccounts/0/budgets/7"},
          {"pool", "projects/123456789012/locations/global/workloadIdentityPools/github"},
          {"dashboard", "projects/1/dashboards/7"},
          {"service.yaml", "kind: Service\n"}};
}

void put(std::string& text, std::string_view what, const Commands& commands) {
  for (const auto& command : commands) {
    text += "  " + std::string(what) + "  ";
    if (command.source) text += shell_line(*command.source) + " | ";
    text += shell_line(command.line) + "\n";
  }
}

// What a step may find to differ.
Found differing_from(const InfraStep& step) {
  Found found;
  found.differences = {
      {"size, GB", "1", "2", true}, {"tier", "a", "b", true}, {"limits", "", "x", true}};
  if (step.name == "github-trust")
    found.differences = {{"SOMEBODY", "not trusted", "trusted"}, {"ALL", "trusted", "not trusted"}};
  return found;
}

std::string text_of(const std::vector<InfraStep>& steps) {
  std::string text;
  for (const auto& step : steps) {
    text += step.name + ": " + step.what + "\n  ask      " + shell_line(step.ask) + "\n";
    if (step.create) put(text, "create ", step.create(facts()));
    if (step.update) put(text, "update ", step.update(facts(), differing_from(step)));
    if (step.destroy) put(text, "destroy", step.destroy(facts()));
  }
  return text;
}

TEST(InfraSteps, AreTheseCommandLines) {
  const auto path = testing::source_path("tests/release/google/steps.txt");
  const auto text = text_of(steps());
  if (std::getenv("UPDATE_GOLDEN")) {
    std::ofstream(path) << text;
    GTEST_SKIP() << "written anew: " << path;
  }
  std::ifstream file(path);
  const std::string golden{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  EXPECT_EQ(text, golden);
}

TEST(InfraSteps, HaveNamesOfTheirOwnAndNeedWhatComesBefore) {
  std::set<std::string> before;
  for (const auto& step : steps()) {
    for (const auto& needed : step.needs)
      EXPECT_TRUE(before.contains(needed)) << step.name << " needs " << needed;
    EXPECT_TRUE(before.insert(step.name).second) << step.name;
    EXPECT_TRUE(step.create || !step.made_by.empty() || step.name == "services") << step.name;
  }
}

TEST(InfraSteps, PutNoSecretIntoACommandLine) {
  for (const auto& step : steps()) {
    if (!step.create) continue;
    for (const auto& command : step.create(facts())) {
      EXPECT_THAT(shell_line(command.line), Not(HasSubstr("PASSWORD"))) << step.name;
      EXPECT_THAT(shell_line(command.line), Not(HasSubstr("PEM of"))) << step.name;
    }
  }
  const auto user = step_named(steps(), "database-user").create(facts());
  EXPECT_EQ(user.front().line.input, "--password: \"PASSWORD\"\n");
}

TEST(InfraSteps, MakeTheAddressOfRedisOfItsPasswordWithoutShowingIt) {
  const auto commands = step_named(steps(), "version-redis-url").create(facts());
  ASSERT_EQ(commands.size(), 1U);
  ASSERT_TRUE(commands.front().source);
  EXPECT_THAT(commands.front().source->words, Contains("get-auth-string"));
  EXPECT_EQ(commands.front().to_input("0d4bb3a6\n"), "rediss://:0d4bb3a6@10.20.0.3:6378/0");
}

TEST(InfraSteps, GiveThePasswordOfTheDatabaseToItAndToItsSecretAlike) {
  const auto commands = step_named(steps(), "version-database-url").create(facts());
  ASSERT_EQ(commands.size(), 2U);
  EXPECT_THAT(commands[0].line.input, HasSubstr("PASSWORD"));
  EXPECT_EQ(commands[1].line.input,
            "postgresql://astronova:PASSWORD@10.20.1.3/astronova"
            "?sslmode=verify-ca&sslrootcert=/secrets/database/authority.pem");
}

TEST(InfraSteps, LimitEveryAddressByItselfAndBanWhoExceedsIt) {
  const auto line = shell_line(step_named(steps(), "limits").create({}).front().line);
  for (const std::string flag :
       {"'--src-ip-ranges=*'", "--action=rate-based-ban", "--rate-limit-threshold-count=100",
        "--rate-limit-threshold-interval-sec=60", "--ban-duration-sec=600",
        "--conform-action=allow", "--exceed-action=deny-429", "--enforce-on-key=IP"})
    EXPECT_THAT(line, HasSubstr(flag));
}

TEST(InfraSteps, LetNobodyInBeforeTheyAreLimited) {
  const auto commands = step_named(steps(), "backend").create({});
  ASSERT_EQ(commands.size(), 3U);
  EXPECT_THAT(shell_line(commands[1].line), HasSubstr("--security-policy=astronova-limits"));
  EXPECT_THAT(shell_line(commands[2].line), HasSubstr("add-backend"));
}

TEST(InfraSteps, WithoutValuesOfSecretsSayWhereTheyComeFrom) {
  const auto all = steps_of(configuration_of_the_repository(), "");
  const auto& step = step_named(all, "version-data-keys");
  EXPECT_FALSE(step.create);
  EXPECT_THAT(step.made_by, HasSubstr("in the file data-keys"));
}

TEST(InfraSteps, LeaveOutWhatNobodyWants) {
  auto configuration = configuration_of_the_repository();
  configuration.budget.billing_account.clear();
  configuration.alerts.email.clear();
  configuration.deployer.repository.clear();
  configuration.front.candidate_domain.clear();
  const auto text = text_of(steps_of(configuration));
  for (const std::string gone : {"budget", "channels", "policies create --policy",
                                 "workload-identity", "candidate", "gs://"})
    EXPECT_THAT(text, Not(HasSubstr(gone)));
}

// --- What an answer tells.

Found read(std::string_view step, const std::string& json, const Facts& known = facts()) {
  static const auto all = steps();
  return step_named(all, step).read(boost::json::parse(json), known);
}

TEST(InfraSteps, KnowWhatIsThereByItsNameAlone) {
  EXPECT_FALSE(read("network", "[]").is_there);
  EXPECT_FALSE(read("network", R"([{"name":"other-astronova-vpc"}])").is_there);
  EXPECT_TRUE(read("network", R"([{"name":"a"},{"name":"astronova-vpc",
                                   "autoCreateSubnetworks":false}])")
                  .is_there);
  EXPECT_TRUE(read("secret-data-keys", R"([{"name":"projects/1/secrets/data-keys"}])").is_there);
  EXPECT_FALSE(
      read("secret-data-keys", R"([{"name":"projects/1/secrets/my-data-keys"}])").is_there);
}

TEST(InfraSteps, TellWhatCanBeChangedFromWhatCannot) {
  const auto found = read("redis", R"([{"name":"projects/p/locations/r/instances/astronova-cache",
      "memorySizeGb":5,"redisVersion":"REDIS_7_2","tier":"BASIC","authEnabled":true,
      "transitEncryptionMode":"SERVER_AUTHENTICATION","host":"10.1.1.1","port":6378}])");
  ASSERT_EQ(found.differences.size(), 2U);
  EXPECT_EQ(found.differences[0].what, "size, GB");
  EXPECT_TRUE(found.differences[0].in_place);
  EXPECT_EQ(found.differences[1].what, "tier");
  EXPECT_FALSE(found.differences[1].in_place);
  EXPECT_EQ(found.facts.at("redis.host"), "10.1.1.1");
}

TEST(InfraSteps, ADiskThatHasGrownIsAsItShallBe) {
  const auto differences = [](int gigabytes) {
    std::set<std::string> names;
    for (const auto& difference :
         read("database", R"([{"name":"astronova-database","settings":{"dataDiskSizeGb":")" +
                              std::to_string(gigabytes) + R"("}}])")
             .differences)
      names.insert(difference.what);
    return names;
  };
  EXPECT_FALSE(differences(57).contains("disk, GB"));
  EXPECT_TRUE(differences(10).contains("disk, GB"));
}

TEST(InfraSteps, AVersionOfASecretIsThereOrIsNextOrCannotBe) {
  const auto versions = [](std::string_view list) {
    return read("version-data-keys", std::string(list));
  };
  const auto enabled =
      versions(R"([{"name":"projects/1/secrets/s/versions/1","state":"ENABLED"}])");
  EXPECT_TRUE(enabled.is_there);
  EXPECT_THAT(enabled.differences, IsEmpty());
  const auto none = versions("[]");
  EXPECT_FALSE(none.is_there);
  EXPECT_THAT(none.differences, IsEmpty());
  const auto destroyed =
      versions(R"([{"name":"projects/1/secrets/s/versions/1","state":"DESTROYED"}])");
  ASSERT_EQ(destroyed.differences.size(), 1U);
  EXPECT_FALSE(destroyed.differences[0].in_place);

  auto configuration = configuration_of_the_repository();
  for (auto& secret : configuration.secrets)
    secret.version = 3;
  const auto all = steps_of(configuration);
  const auto skipped =
      step_named(all, "version-data-keys")
          .read(boost::json::parse(
                    R"([{"name":"projects/1/secrets/s/versions/1","state":"ENABLED"}])"),
                {});
  ASSERT_EQ(skipped.differences.size(), 1U);
  EXPECT_EQ(skipped.differences[0].is, "2");
  EXPECT_FALSE(skipped.differences[0].in_place);
}

TEST(InfraSteps, ARightUnderAConditionIsNotTheRight) {
  const auto policy = [](const std::string& more) {
    return R"({"bindings":[{"role":"roles/monitoring.metricWriter","members":[
      "serviceAccount:astronova-backend@astronova-example.iam.gserviceaccount.com"])" +
           more + "}]}";
  };
  EXPECT_TRUE(read("account-figures", policy("")).is_there);
  EXPECT_FALSE(
      read("account-figures", policy(R"(,"condition":{"title":"until tomorrow"})")).is_there);
  EXPECT_FALSE(read("account-figures", R"({"etag":"ACAB"})").is_there);
}

// --- Who releases from GitHub.

const std::string pool_name = "iam.googleapis.com/" + facts().at("pool");

std::string job_of(const std::string& environment) {
  return "principal://" + pool_name + "/subject/repository:123456789:environment:" + environment;
}

Found trust_of(const std::vector<std::string>& members, const std::string& more = "") {
  boost::json::array list(members.begin(), members.end());
  return read("github-trust",
              R"({"bindings":[{"role":"roles/iam.workloadIdentityUser","members":)" +
                  boost::json::serialize(list) + more + "}]}");
}

std::vector<std::string> changes_of(const Found& found) {
  std::vector<std::string> lines;
  for (const auto& command : step_named(steps(), "github-trust").update(facts(), found))
    lines.push_back(shell_line(command.line));
  return lines;
}

TEST(InfraSteps, TrustJobsOfTheEnvironmentsAndNobodyElseOfThePool) {
  EXPECT_FALSE(trust_of({}).is_there);
  const auto both = trust_of({job_of("production"), job_of("production-rollback")});
  EXPECT_TRUE(both.is_there);
  EXPECT_THAT(both.differences, IsEmpty());

  const auto whole_repository =
      "principalSet://" + pool_name + "/attribute.repository/example/astronova";
  const auto wide = trust_of({whole_repository});
  ASSERT_EQ(wide.differences.size(), 3U);
  const auto lines = changes_of(wide);
  EXPECT_THAT(lines[0],
              AllOf(HasSubstr("add-iam-policy-binding"), HasSubstr("environment:production ")));
  EXPECT_THAT(lines[1], AllOf(HasSubstr("add-iam-policy-binding"),
                              HasSubstr("environment:production-rollback ")));
  EXPECT_THAT(lines[2], AllOf(HasSubstr("remove-iam-policy-binding"), HasSubstr(whole_repository),
                              HasSubstr("--all")))
      << "the last, so that there is no time at which nobody may";
}

TEST(InfraSteps, LeaveAloneWhoTheDeployerTrustsBesideThePool) {
  const auto found =
      trust_of({job_of("production"), job_of("production-rollback"), "user:anna@example.org",
                "principalSet://iam.googleapis.com/projects/9/locations/global/"
                "workloadIdentityPools/github-of-others/*"});
  EXPECT_THAT(found.differences, IsEmpty());
}

TEST(InfraSteps, TrustUnderAConditionIsNotTheTrust) {
  const auto found = trust_of({job_of("production"), job_of("production-rollback")},
                              R"(,"condition":{"title":"until tomorrow"})");
  EXPECT_EQ(found.differences.size(), 2U);
}

TEST(InfraSteps, HaveBackWhatWasDeletedAndKeepsItsName) {
  const auto all = steps();
  const auto& step = step_named(all, "github");
  const auto commands_when = [&](const std::string& list) {
    const auto found = step.read(boost::json::parse(list), {});
    EXPECT_FALSE(found.is_there);
    return shell_line(step.create(found.facts).front().line);
  };
  EXPECT_THAT(commands_when("[]"), HasSubstr("workload-identity-pools create github"));
  EXPECT_THAT(commands_when(R"([{"name":"projects/1/locations/global/workloadIdentityPools/github",
                                 "state":"DELETED"}])"),
              HasSubstr("workload-identity-pools undelete github"));

  const auto& provider = step_named(all, "github-provider");
  const auto found = provider.read(
      boost::json::parse(R"([{"name":"p/providers/github","state":"DELETED"}])"), facts());
  EXPECT_FALSE(found.is_there);
  EXPECT_THAT(found.differences, IsEmpty());
  const auto commands = provider.create(found.facts);
  ASSERT_EQ(commands.size(), 2U);
  EXPECT_THAT(shell_line(commands[0].line), HasSubstr("providers undelete"));
  EXPECT_THAT(shell_line(commands[1].line), HasSubstr("providers update-oidc"))
      << "it comes back as it was";
}

TEST(InfraSteps, ABucketThatIsOpenOrForgetsIsShutWhereItIs) {
  const auto found = read("record", R"([{"name":"astronova-example-releases",
      "iamConfiguration":{"publicAccessPrevention":"inherited",
                          "uniformBucketLevelAccess":{"enabled":true}}}])");
  ASSERT_EQ(found.differences.size(), 2U);
  EXPECT_EQ(found.differences[0].what, "public access prevention");
  EXPECT_EQ(found.differences[1].what, "versions");
  const auto commands = step_named(steps(), "record").update(facts(), found);
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_THAT(shell_line(commands[0].line),
              AllOf(HasSubstr("buckets update"), HasSubstr("--public-access-prevention"),
                    HasSubstr("--versioning")));
}

TEST(InfraSteps, AnAlertPolicyIsComparedAsAWholeAndMayHaveMore) {
  const auto files = read_infra_files(configuration_of_the_repository(), "");
  const auto& [name, text] = files->alert_policies.front();
  auto there = boost::json::parse(text);
  auto& object = there.as_object();
  object["name"] = "projects/p/alertPolicies/1";
  object["creationRecord"] = boost::json::object{{"mutatedBy", "somebody"}};
  object["notificationChannels"] = boost::json::array{facts().at("channel")};
  const auto same = read("alert-" + name, boost::json::serialize(boost::json::array{there}));
  EXPECT_TRUE(same.is_there);
  EXPECT_THAT(same.differences, IsEmpty());
  object["severity"] = "ERROR";
  const auto other = read("alert-" + name, boost::json::serialize(boost::json::array{there}));
  EXPECT_EQ(other.differences.size(), 1U);
}

TEST(InfraSteps, ACertificateThatIsNotGivenOutYetIsRemarkedOn) {
  const auto certificate = [](const std::string& status) {
    return read("certificate",
                R"([{"name":"astronova-certificate","managed":{"status":")" + status +
                    R"(","domains":["api.astronova.app","green.api.astronova.app"]}}])");
  };
  EXPECT_THAT(certificate("ACTIVE").remarks, IsEmpty());
  EXPECT_THAT(certificate("PROVISIONING").differences, IsEmpty());
  EXPECT_EQ(certificate("PROVISIONING").remarks.size(), 1U);
}

TEST(InfraSteps, NewSettingsBecomeARevisionWithoutTraffic) {
  const auto found = read("service", R"([{"metadata":{"name":"astronova-backend"},
    "spec":{"template":{"metadata":{"labels":{"astronova-version":"1_4_2"}},
      "spec":{"containers":[{"image":"registry/astronova@sha256:abc"}]}},
      "traffic":[{"latestRevision":true,"percent":100}]},
    "status":{"traffic":[{"revisionName":"astronova-backend-r0001","percent":90},
      {"revisionName":"astronova-backend-r0002","percent":10,"tag":"green","url":"https://x"}]}}])");
  EXPECT_FALSE(found.differences.empty());
  const auto& yaml = found.facts.at("service.yaml");
  EXPECT_THAT(yaml,
              HasSubstr(R"(traffic: [{"revisionName":"astronova-backend-r0001","percent":90},)"
                        R"({"revisionName":"astronova-backend-r0002","percent":10,)"
                        R"("tag":"green"}])"));
  EXPECT_THAT(yaml, HasSubstr("image: registry/astronova@sha256:abc"));
  EXPECT_THAT(yaml, HasSubstr("astronova-version: \"1_4_2\""));
  EXPECT_THAT(yaml, Not(HasSubstr("latestRevision")));
}

}  // namespace
}  // namespace astronova::release::google
