#include "release/google/service_file.h"

#include <boost/json/object.hpp>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/json_file.h"

namespace astronova::release::google {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string yaml_of_the_repository() {
  std::ifstream file(testing::source_path("infra/cloud-run/service.yaml"));
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

GoogleCloudConfiguration configuration_of_the_repository() {
  return *read_google_cloud_file(testing::source_path("infra/google-cloud.toml"));
}

ServiceValues values() {
  ServiceValues values{.address = "203.0.113.10",
                       .image = "us-central1-docker.pkg.dev/p/astronova/astronova@sha256:abc",
                       .revision = "astronova-backend-r0001",
                       .version_label = "1_4_2"};
  values.traffic.push_back(
      boost::json::object{{"revisionName", "astronova-backend-r0001"}, {"percent", 100}});
  return values;
}

TEST(ServiceFile, TheOneOfTheRepositoryIsFilledInWholly) {
  const auto filled =
      fill_service(yaml_of_the_repository(), configuration_of_the_repository(), values());
  ASSERT_TRUE(filled) << filled.error().detail;
  EXPECT_THAT(*filled,
              HasSubstr("image: us-central1-docker.pkg.dev/p/astronova/astronova@sha256:abc"));
  EXPECT_THAT(*filled, HasSubstr("autoscaling.knative.dev/maxScale: \"100\""));
  EXPECT_THAT(*filled, HasSubstr("containerConcurrency: 64"));
  EXPECT_THAT(*filled, HasSubstr("130.211.0.0/22,203.0.113.10"));
  EXPECT_THAT(*filled,
              HasSubstr(R"(traffic: [{"revisionName":"astronova-backend-r0001","percent":100}])"));
  // But in comments.
  EXPECT_THAT(filled->substr(filled->find("apiVersion")), Not(HasSubstr("${")));
}

TEST(ServiceFile, WhatNobodyFillsInIsRefused) {
  const auto filled = fill_service("a: ${NOBODY}\n", {}, {});
  ASSERT_FALSE(filled);
  EXPECT_THAT(filled.error().detail, HasSubstr("nobody fills in ${NOBODY}"));
  EXPECT_FALSE(fill_service("a: ${PROJECT\n", {}, {}));
}

TEST(ServiceFile, ASecretThatHasNoVersionIsRefused) {
  const auto filled = fill_service("key: ${VERSION_OF:other-key}\n", {}, {});
  ASSERT_FALSE(filled);
  EXPECT_THAT(filled.error().detail, HasSubstr("other-key has no version in [secrets]"));
}

TEST(ServiceFile, ASecretThatNoServerGetsIsRefused) {
  GoogleCloudConfiguration configuration;
  configuration.secrets = {{"old-key", 1}};
  const auto filled = fill_service("a: b\n", configuration, {});
  ASSERT_FALSE(filled);
  EXPECT_THAT(filled.error().detail, HasSubstr("no server gets the secret old-key"));
}

TEST(ServiceFile, TheDigestTellsSettingsAndNeitherImageNorComment) {
  const auto yaml = yaml_of_the_repository();
  auto configuration = configuration_of_the_repository();
  const auto digest = settings_digest(yaml, configuration, "203.0.113.10");
  ASSERT_TRUE(digest);
  EXPECT_EQ(digest->size(), 16U);
  const auto filled = fill_service(yaml, configuration, values());
  EXPECT_THAT(*filled, HasSubstr("astronova-settings: \"" + *digest + "\""));

  EXPECT_EQ(*settings_digest("# Another word.\n" + yaml, configuration, "203.0.113.10"), *digest);
  EXPECT_NE(*settings_digest(yaml, configuration, "203.0.113.11"), *digest);
  configuration.secrets.front().version += 1;
  EXPECT_NE(*settings_digest(yaml, configuration, "203.0.113.10"), *digest);
}

TEST(ServiceFile, AVersionIsTheSameAfterItsWayThroughALabel) {
  EXPECT_EQ(label_of_version("1.4.2-rc.1"), "1_4_2-rc_1");
  EXPECT_EQ(version_of_label(label_of_version("1.4.2-rc.1")), "1.4.2-rc.1");
}

}  // namespace
}  // namespace astronova::release::google
