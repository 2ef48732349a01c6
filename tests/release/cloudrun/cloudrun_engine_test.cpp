#include "release/cloudrun/cloudrun_engine.h"

#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/release/cloudrun/gcloud_of_a_test.h"
#include "tests/release/google/recording_runner.h"
#include "tests/support/json_file.h"

namespace astronova::release::cloudrun {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const std::string end = " --region=us-central1 --project=astronova-example --quiet";
const std::string update = "gcloud run services update-traffic astronova-backend ";

CloudRunSettings settings_of_the_repository() {
  CloudRunSettings settings;
  settings.cloud = *google::read_google_cloud_file(testing::source_path("infra/google-cloud.toml"));
  std::ifstream yaml(testing::source_path("infra/cloud-run/service.yaml"));
  settings.service_yaml = {std::istreambuf_iterator<char>(yaml), std::istreambuf_iterator<char>()};
  settings.ready_within = std::chrono::seconds(20);
  settings.moved_within = std::chrono::seconds(20);
  return settings;
}

class CloudRunEngineTest : public ::testing::Test {
 protected:
  CloudRunEngineTest()
      : runner_([this](const CommandLine& command) { return cloud_.run(command); }) {
    auto settings = settings_of_the_repository();
    settings.pause = [this](std::chrono::milliseconds) { ++pauses_; };
    engine_ = make_cloudrun_engine(settings, runner_);
  }

  ServiceStatus status() {
    auto status = engine_->status();
    EXPECT_TRUE(status) << status.error().detail;
    return status ? *status : ServiceStatus{};
  }
  Result<void> start(const std::string& revision = "r0002") {
    return engine_->perform(Start{revision, {"1.4.2", "sha256:02", "r/i@sha256:02"}});
  }
  void expect_done(const Result<void>& done) {
    EXPECT_TRUE(done) << (done ? "" : done.error().detail);
  }

  testing::GcloudOfATest cloud_;
  testing::RecordingRunner runner_;
  std::unique_ptr<Engine> engine_;
  int pauses_ = 0;
};

// --- What is there.

TEST_F(CloudRunEngineTest, TellsRevisionsByTheirShortNames) {
  cloud_.revisions["astronova-backend-r0002"] = {"r/i@sha256:02", "1_4_2"};
  cloud_.traffic = {{"astronova-backend-r0001", 90}, {"astronova-backend-r0002", 10, "green"}};
  const auto now = status();
  ASSERT_THAT(now.revisions, SizeIs(2));
  EXPECT_EQ(now.revisions[0].name, "r0001");
  EXPECT_EQ(now.revisions[0].traffic_percent, 90);
  EXPECT_EQ(now.revisions[0].address, "");
  EXPECT_EQ(now.revisions[1].artifact.version, "1.4.2");
  EXPECT_EQ(now.revisions[1].artifact.digest, "sha256:02");
  EXPECT_EQ(now.revisions[1].traffic_percent, 10);
  EXPECT_EQ(now.revisions[1].address, "https://green.api.astronova.app");
  EXPECT_TRUE(now.revisions[1].is_ready);
  EXPECT_THAT(now.remarks, IsEmpty());
}

TEST_F(CloudRunEngineTest, WithoutACandidateDomainTheTagHasAnAddressOfItsOwn) {
  auto settings = settings_of_the_repository();
  settings.cloud.front.candidate_domain.clear();
  engine_ = make_cloudrun_engine(settings, runner_);
  cloud_.traffic = {{"astronova-backend-r0001", 100, "green"}};
  EXPECT_EQ(status().revisions[0].address, "https://green---astronova-backend-x-uc.a.run.app");
}

TEST_F(CloudRunEngineTest, WhoHasAllTrafficIsAtTheDomain) {
  EXPECT_EQ(status().revisions[0].address, "https://api.astronova.app");
}

TEST_F(CloudRunEngineTest, NothingRunsOfWhatNobodyCanReach) {
  cloud_.revisions["astronova-backend-r0000"] = {"r/i@sha256:00", "1_4_0"};
  const auto now = status();
  EXPECT_FALSE(now.find("r0000")->is_running);
  EXPECT_TRUE(now.find("r0000")->is_ready);
  EXPECT_TRUE(now.find("r0001")->is_running);
}

TEST_F(CloudRunEngineTest, RemarksOnTrafficThatWouldFollowTheLatest) {
  cloud_.traffic = {{"astronova-backend-r0001", 100, "", true}};
  EXPECT_THAT(status().remarks, ElementsAre(HasSubstr("follows the latest")));
}

TEST_F(CloudRunEngineTest, RemarksOnWhatFailsWhileItHasTheTag) {
  cloud_.revisions["astronova-backend-r0002"] = {"r/i@sha256:02", "1_4_2", "False"};
  EXPECT_THAT(status().remarks, IsEmpty());
  cloud_.traffic.push_back({"astronova-backend-r0002", 0, "green"});
  EXPECT_THAT(status().remarks, ElementsAre("r0002 is not ready: the container died"));
}

TEST_F(CloudRunEngineTest, AServiceThatIsNotThereIsNoTrouble) {
  cloud_.exists = false;
  const auto now = status();
  EXPECT_THAT(now.revisions, IsEmpty());
  EXPECT_THAT(now.remarks, ElementsAre(HasSubstr("no service astronova-backend yet")));
}

TEST_F(CloudRunEngineTest, AServiceThatCannotBeAskedForIsNotAbsent) {
  cloud_.refuses = "services describe";
  const auto now = engine_->status();
  ASSERT_FALSE(now);
  EXPECT_EQ(now.error().code, ErrorCode::unavailable);
  EXPECT_THAT(now.error().detail, HasSubstr("a network that is down"));
}

// --- Artifacts.

TEST_F(CloudRunEngineTest, ResolvesATagToItsDigest) {
  const auto artifact = engine_->resolve("1.4.2");
  ASSERT_TRUE(artifact) << artifact.error().detail;
  EXPECT_EQ(artifact->version, "1.4.2");
  EXPECT_EQ(artifact->digest, "sha256:02");
  EXPECT_EQ(artifact->location,
            "us-central1-docker.pkg.dev/astronova-example/astronova/astronova@sha256:02");
  const auto same =
      engine_->resolve("us-central1-docker.pkg.dev/astronova-example/astronova/astronova:1.4.2");
  ASSERT_TRUE(same);
  EXPECT_EQ(same->location, artifact->location);
}

TEST_F(CloudRunEngineTest, ADigestHasTheVersionThatItsTagSays) {
  cloud_.tags = {{"latest", "sha256:02"}, {"1.4.2", "sha256:02"}, {"stable", "sha256:02"}};
  const auto artifact = engine_->resolve("sha256:02");
  ASSERT_TRUE(artifact) << artifact.error().detail;
  EXPECT_EQ(artifact->version, "1.4.2");
}

TEST_F(CloudRunEngineTest, RefusesWhatIsNoImageOfTheRegistry) {
  for (const std::string named : {"1.4.3", "sha256:99", "gcr.io/p/astronova:1.4.2",
                                  "us-central1-docker.pkg.dev/p/astronova/astronova"}) {
    const auto artifact = engine_->resolve(named);
    ASSERT_FALSE(artifact) << named;
    EXPECT_EQ(artifact.error().code, ErrorCode::invalid_value) << artifact.error().detail;
  }
  cloud_.refuses = "tags list";
  EXPECT_EQ(engine_->resolve("1.4.2").error().code, ErrorCode::unavailable);
}

// --- Starting.

TEST_F(CloudRunEngineTest, StartsARevisionWithoutTraffic) {
  expect_done(start());
  EXPECT_THAT(runner_.take_changes(),
              ElementsAre("gcloud run deploy astronova-backend --image=r/i@sha256:02 --no-traffic "
                          "--tag=green --revision-suffix=r0002 "
                          "--update-labels=astronova-version=1_4_2" +
                          end));
  EXPECT_EQ(status().find("r0002")->traffic_percent, 0);
  EXPECT_TRUE(status().find("r0002")->is_running);
}

TEST_F(CloudRunEngineTest, WhatIsDoneAlreadyIsNotDoneAgain) {
  expect_done(start());
  runner_.take_changes();
  expect_done(start());
  EXPECT_THAT(runner_.take_changes(), IsEmpty());
}

TEST_F(CloudRunEngineTest, AStartThatWasBrokenOffIsBroughtToItsEnd) {
  cloud_.revisions["astronova-backend-r0002"] = {"r/i@sha256:02", "1_4_2"};
  expect_done(start());
  EXPECT_THAT(runner_.take_changes(),
              ElementsAre(update + "--update-tags=green=astronova-backend-r0002" + end));
}

TEST_F(CloudRunEngineTest, TheFirstRevisionComesWithTheService) {
  cloud_.exists = false;
  expect_done(engine_->perform(Start{"r0001", {"1.4.1", "sha256:01", "r/i@sha256:01"}}));
  EXPECT_THAT(runner_.take_changes(), ElementsAre("gcloud run services replace /dev/stdin" + end));
  EXPECT_THAT(cloud_.yaml, HasSubstr("name: astronova-backend-r0001\n"));
  EXPECT_THAT(cloud_.yaml, HasSubstr("image: r/i@sha256:01"));
  EXPECT_THAT(cloud_.yaml, HasSubstr("203.0.113.10"));
  EXPECT_THAT(
      cloud_.yaml,
      HasSubstr(
          R"(traffic: [{"revisionName":"astronova-backend-r0001","percent":100,"tag":"green"}])"));
}

TEST_F(CloudRunEngineTest, WaitsForARevisionThatStartsSlowly) {
  cloud_.ready = "Unknown";
  cloud_.looks_until_ready = 4;
  expect_done(start());
  EXPECT_GE(pauses_, 2);
}

TEST_F(CloudRunEngineTest, TellsWhyARevisionDoesNotBecomeReady) {
  cloud_.ready = "False";
  cloud_.fails_though_done = true;
  const auto started = start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, ErrorCode::unavailable);
  EXPECT_THAT(started.error().detail, HasSubstr("does not become ready: the container died"));
  EXPECT_EQ(status().find("r0001")->traffic_percent, 100);
}

TEST_F(CloudRunEngineTest, GivesUpOnARevisionThatStartsForEver) {
  cloud_.ready = "Unknown";
  cloud_.looks_until_ready = 1'000'000;
  const auto started = start();
  ASSERT_FALSE(started);
  EXPECT_LE(pauses_, 30);
}

TEST_F(CloudRunEngineTest, TakesNoNameThatCloudRunDoesNotTake) {
  for (const std::string name : {"R2", "r2-", "", "r 2", "r2,x=100"})
    EXPECT_EQ(start(name).error().code, ErrorCode::conflict) << name;
  EXPECT_THAT(runner_.take_changes(), IsEmpty());
}

// --- Traffic.

TEST_F(CloudRunEngineTest, GivesTheTagItsShareAndLeavesTheRest) {
  expect_done(start());
  runner_.take_changes();
  expect_done(engine_->perform(Split{"r0001", "r0002", 10}));
  EXPECT_THAT(runner_.take_changes(), ElementsAre(update + "--to-tags=green=10" + end));
  EXPECT_EQ(status().find("r0001")->traffic_percent, 90);
  expect_done(engine_->perform(Split{"r0001", "r0002", 50}));
  expect_done(engine_->perform(Split{"r0001", "r0002", 50}));
  EXPECT_THAT(runner_.take_changes(), ElementsAre(update + "--to-tags=green=50" + end));
  expect_done(engine_->perform(Split{"r0001", "r0002", 100}));
  EXPECT_EQ(status().find("r0002")->traffic_percent, 100);
}

TEST_F(CloudRunEngineTest, WhereAThirdHasTrafficItSaysWhoGetsWhat) {
  cloud_.revisions["astronova-backend-r0000"] = {"r/i@sha256:00", "1_4_0"};
  cloud_.traffic = {{"astronova-backend-r0000", 30}, {"astronova-backend-r0001", 70}};
  expect_done(start());
  runner_.take_changes();
  expect_done(engine_->perform(Split{"r0001", "r0002", 10}));
  EXPECT_THAT(
      runner_.take_changes(),
      ElementsAre(update + "--to-revisions=astronova-backend-r0001=90,astronova-backend-r0002=10" +
                  end));
  EXPECT_EQ(status().find("r0000")->traffic_percent, 0);
}

TEST_F(CloudRunEngineTest, NeitherFollowsTheLatestAfterwards) {
  cloud_.traffic = {{"astronova-backend-r0001", 100, "", true}};
  expect_done(engine_->perform(Serve{"r0001", ""}));
  EXPECT_THAT(runner_.take_changes(),
              ElementsAre(update + "--to-revisions=astronova-backend-r0001=100" + end));
  EXPECT_THAT(status().remarks, IsEmpty());
}

TEST_F(CloudRunEngineTest, APromotionEndsTheTrial) {
  expect_done(start());
  expect_done(engine_->perform(Split{"r0001", "r0002", 50}));
  runner_.take_changes();
  expect_done(engine_->perform(Serve{"r0002", "r0001"}));
  EXPECT_THAT(runner_.take_changes(),
              ElementsAre(update + "--to-revisions=astronova-backend-r0002=100" + end,
                          update + "--remove-tags=green" + end));
  expect_done(engine_->perform(Serve{"r0002", "r0001"}));
  EXPECT_THAT(runner_.take_changes(), IsEmpty());
}

TEST_F(CloudRunEngineTest, ARollbackIsOneCommandAndTheTagGoesWithWhatIsDiscarded) {
  expect_done(start());
  expect_done(engine_->perform(Split{"r0001", "r0002", 10}));
  runner_.take_changes();
  expect_done(engine_->perform(Serve{"r0001", ""}));
  EXPECT_THAT(runner_.take_changes(),
              ElementsAre(update + "--to-revisions=astronova-backend-r0001=100" + end));
  expect_done(engine_->perform(Discard{"r0002"}));
  EXPECT_THAT(runner_.take_changes(), ElementsAre(update + "--remove-tags=green" + end));
  expect_done(engine_->perform(Discard{"r0002"}));
  EXPECT_THAT(runner_.take_changes(), IsEmpty());
}

TEST_F(CloudRunEngineTest, KeepsWhatGetsTraffic) {
  const auto discarded = engine_->perform(Discard{"r0001"});
  ASSERT_FALSE(discarded);
  EXPECT_EQ(discarded.error().code, ErrorCode::conflict);
  EXPECT_EQ(engine_->perform(Serve{"r0009", ""}).error().code, ErrorCode::conflict);
  EXPECT_EQ(engine_->perform(Split{"r0001", "r0009", 10}).error().code, ErrorCode::conflict);
}

// --- What gcloud says is not what is believed.

TEST_F(CloudRunEngineTest, ACommandThatFailsThoughTrafficMovedHasDoneIt) {
  expect_done(start());
  cloud_.fails_though_done = true;
  expect_done(engine_->perform(Split{"r0001", "r0002", 10}));
  expect_done(engine_->perform(Serve{"r0001", ""}));
}

TEST_F(CloudRunEngineTest, ACommandThatEndsWellAndDoesNothingHasFailed) {
  expect_done(start());
  cloud_.is_deaf = true;
  const auto split = engine_->perform(Split{"r0001", "r0002", 10});
  ASSERT_FALSE(split);
  EXPECT_EQ(split.error().code, ErrorCode::unavailable);
  EXPECT_THAT(split.error().detail, HasSubstr("cannot be seen"));
}

TEST_F(CloudRunEngineTest, WhereSomebodyElseChangedTheServiceItTriesAgain) {
  expect_done(start());
  cloud_.conflicts = 2;
  expect_done(engine_->perform(Split{"r0001", "r0002", 10}));
  cloud_.conflicts = 1000;
  EXPECT_EQ(engine_->perform(Split{"r0001", "r0002", 20}).error().code, ErrorCode::unavailable);
}

TEST_F(CloudRunEngineTest, AQuestionThatFailsEndsNoRollback) {
  expect_done(start());
  expect_done(engine_->perform(Split{"r0001", "r0002", 10}));
  cloud_.lost_answers = 2;
  expect_done(engine_->perform(Serve{"r0001", ""}));
  cloud_.refuses = "services describe";
  EXPECT_EQ(engine_->perform(Serve{"r0002", ""}).error().code, ErrorCode::unavailable);
}

TEST_F(CloudRunEngineTest, DescribesWithoutAskingAnybody) {
  EXPECT_THAT(engine_->describe(Split{"r0001", "r0002", 10}),
              ElementsAre(update + "--to-tags=green=10" + end));
  EXPECT_THAT(engine_->describe(Serve{"r0002", "r0001"}),
              ElementsAre(update + "--to-revisions=astronova-backend-r0002=100" + end,
                          update + "--remove-tags=green" + end));
  EXPECT_THAT(engine_->describe(Start{"r0002", {"1.4.2", "sha256:02", "r/i@sha256:02"}}),
              ElementsAre(HasSubstr("gcloud run deploy")));
  EXPECT_THAT(runner_.commands(), IsEmpty());
}

// --- Its table of release.toml.

std::string mistakes_of(const std::string& toml, const std::string& folder) {
  auto file = SettingsFile::of("release.toml", toml);
  read_cloudrun_settings(file.top().table("cloudrun"), folder, true);
  const auto finished = file.finish();
  return finished ? "" : finished.error().detail;
}

TEST(CloudRunSettings, NameTheFileOfGoogleCloudBesideTheirOwn) {
  const auto folder = testing::source_path("infra/");
  EXPECT_EQ(mistakes_of("", folder), "");
  EXPECT_EQ(mistakes_of("[cloudrun]\nready_within = \"5m\"\ntoken_from = \"metadata\"\n", folder),
            "");
  EXPECT_THAT(mistakes_of("[cloudrun]\ngoogle_cloud = \"other.toml\"\n", folder),
              HasSubstr("other.toml"));
  EXPECT_THAT(mistakes_of("[cloudrun]\ntoken_from = \"somewhere\"\n", folder),
              HasSubstr("somewhere"));
}

}  // namespace
}  // namespace astronova::release::cloudrun
