#include "release/cloudrun/run_commands.h"

#include <gtest/gtest.h>

namespace astronova::release::cloudrun {
namespace {

const RunCommands commands("p", "us-central1", "astronova-backend", "green");

// How it would be typed. Every command has the region: gcloud asks for it else.
TEST(RunCommands, DeployWithoutTrafficAndWithATag) {
  EXPECT_EQ(
      shell_line(
          commands.deploy("us-central1-docker.pkg.dev/p/r/i@sha256:ab", "r0008-1-4-2", "1_4_2")),
      "gcloud run deploy astronova-backend --image=us-central1-docker.pkg.dev/p/r/i@sha256:ab "
      "--no-traffic --tag=green --revision-suffix=r0008-1-4-2 "
      "--update-labels=astronova-version=1_4_2 --region=us-central1 --project=p --quiet");
}

TEST(RunCommands, GiveTheTagAShare) {
  EXPECT_EQ(shell_line(commands.give_tagged(10)),
            "gcloud run services update-traffic astronova-backend --to-tags=green=10 "
            "--region=us-central1 --project=p --quiet");
}

TEST(RunCommands, GiveRevisionsTheirShares) {
  EXPECT_EQ(shell_line(commands.give({{"astronova-backend-a", 90}, {"astronova-backend-b", 10}})),
            "gcloud run services update-traffic astronova-backend "
            "--to-revisions=astronova-backend-a=90,astronova-backend-b=10 "
            "--region=us-central1 --project=p --quiet");
  EXPECT_EQ(shell_line(commands.give({{"astronova-backend-a", 100}})),
            "gcloud run services update-traffic astronova-backend "
            "--to-revisions=astronova-backend-a=100 --region=us-central1 --project=p --quiet");
}

TEST(RunCommands, GiveAndRemoveTheTag) {
  EXPECT_EQ(shell_line(commands.give_tag("astronova-backend-a")),
            "gcloud run services update-traffic astronova-backend "
            "--update-tags=green=astronova-backend-a --region=us-central1 --project=p --quiet");
  EXPECT_EQ(shell_line(commands.remove_tag()),
            "gcloud run services update-traffic astronova-backend --remove-tags=green "
            "--region=us-central1 --project=p --quiet");
}

TEST(RunCommands, MakeTheServiceFromYamlOnStandardInput) {
  const auto command = commands.create_service("kind: Service\n");
  EXPECT_EQ(shell_line(command),
            "gcloud run services replace /dev/stdin --region=us-central1 --project=p --quiet");
  EXPECT_EQ(command.input, "kind: Service\n");
}

TEST(RunCommands, ReadTheStateAsJson) {
  EXPECT_EQ(shell_line(commands.describe_service()),
            "gcloud run services describe astronova-backend --region=us-central1 --project=p "
            "--quiet --format=json");
  EXPECT_EQ(shell_line(commands.list_revisions()),
            "gcloud run revisions list --service=astronova-backend --region=us-central1 "
            "--project=p --quiet --format=json");
  EXPECT_EQ(shell_line(commands.list_tags("us-central1-docker.pkg.dev/p/r/i")),
            "gcloud artifacts docker tags list us-central1-docker.pkg.dev/p/r/i --project=p "
            "--quiet --format=json");
}

}  // namespace
}  // namespace astronova::release::cloudrun
