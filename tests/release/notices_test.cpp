#include "release/releaser/notices.h"

#include <boost/json/parse.hpp>

#include <gmock/gmock.h>

#include "release/records/durable_file.h"
#include "tests/release/support/trial.h"

namespace astronova::release {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::Trial;

struct Noticing : ::testing::Test {
  Noticing() { trial.world.add_serving("r0001-1", "1"); }
  // A program that writes those variables into a file, a line each.
  std::vector<std::string> noting(const std::string& file, const std::string& variables) {
    return {"sh", "-c", "printf '%s\\n' " + variables + " >> " + trial.folder.file(file)};
  }
  std::string noted(const std::string& file) {
    return read_file(trial.folder.file(file)).value().value_or("");
  }
  Trial trial{};
};

TEST_F(Noticing, RunsTheHooksOfAReleaseWithWhatItIsAbout) {
  trial.settings.hooks.before_build =
      noting("before", "\"$ASTRONOVA_RELEASE_ARTIFACT\" \"$ASTRONOVA_RELEASE_BY\"");
  trial.settings.hooks.after_promote =
      noting("after",
             "\"$ASTRONOVA_RELEASE_REVISION\" \"$ASTRONOVA_RELEASE_VERSION\" "
             "\"$ASTRONOVA_RELEASE_DIGEST\"");
  trial.settings.hooks.on_rollback =
      noting("back", "\"$ASTRONOVA_RELEASE_STABLE_REVISION\" \"$ASTRONOVA_RELEASE_REASON\"");
  ASSERT_EQ(trial.ship("2").value(), Outcome::done);
  EXPECT_EQ(noted("before"), "2\nalice\n");
  EXPECT_EQ(noted("after"), "r0002-2\n2\nsha256:2\n");
  EXPECT_EQ(noted("back"), "");
  ASSERT_EQ(trial.roll_back().value(), Outcome::done);
  EXPECT_EQ(noted("back"), "r0001-1\nalice wanted it\n");
}

TEST_F(Noticing, AFailingHookBeforeTheBuildStopsTheRelease) {
  trial.settings.hooks.before_build = {"sh", "-c", "echo the tests fail >&2; exit 1"};
  const auto outcome = trial.ship("2");
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().detail, "the hook before_build ended with 1: the tests fail");
  EXPECT_THAT(trial.world.told, IsEmpty());
}

TEST_F(Noticing, AFailingHookAfterwardsIsSaid) {
  trial.settings.hooks.after_promote = {"no-such-program-anywhere"};
  EXPECT_EQ(trial.ship("2").value(), Outcome::done);
  EXPECT_THAT(trial.said, Contains(HasSubstr("warning: no-such-program-anywhere")));
}

TEST_F(Noticing, PostsEachStepToTheWebhook) {
  trial.settings.webhook.url = "http://hook.test/releases";
  ASSERT_EQ(trial.ship("2").value(), Outcome::done);
  ASSERT_FALSE(trial.http.posted.empty());
  const auto last = boost::json::parse(trial.http.posted.back());
  EXPECT_EQ(last.at("action").as_string(), "promoted");
  EXPECT_EQ(last.at("revision").as_string(), "r0002-2");
}

TEST_F(Noticing, ReadsTheWebhooksAddressFromAFileAndNeverSaysIt) {
  ASSERT_TRUE(replace_file(trial.folder.file("url"), "http://hook.test/secret\n").has_value());
  trial.settings.webhook.url_file = trial.folder.file("url");
  trial.http.webhook_status = 500;
  EXPECT_EQ(trial.ship("2").value(), Outcome::done);
  EXPECT_FALSE(trial.http.posted.empty());
  EXPECT_THAT(trial.said, Contains("warning: the webhook was not told: it answers 500"));
  EXPECT_THAT(trial.said, Not(Contains(HasSubstr("secret"))));
}

// A program that answers `migrate --compatibility` so.
struct Schemas : ::testing::Test {
  Result<Schema> ask(const std::string& script) {
    const auto path = folder.file("program");
    EXPECT_TRUE(replace_file(path, "#!/bin/sh\n" + script).has_value());
    EXPECT_EQ(chmod(path.c_str(), 0755), 0);
    return ProgramSchemas(runner).of({"1", "sha256:1", path});
  }
  testing::TemporaryFolder folder{};
  PosixRunner runner{};
};

TEST_F(Schemas, AreWhatTheBuildItselfSays) {
  const auto schema =
      ask("[ \"$*\" = \"migrate --compatibility\" ] || exit 9\n"
          "echo '{\"schemaNumber\":5,\"oldestCompatibleSchema\":4,\"more\":[]}'\n");
  ASSERT_TRUE(schema.has_value()) << schema.error().detail;
  EXPECT_EQ(schema->number, 5);
  EXPECT_EQ(schema->oldest_compatible, 4);
}

TEST_F(Schemas, AreUnknownWithTheReasonWhereItDoesNotSay) {
  EXPECT_THAT(ask("echo 'unknown option' >&2; exit 2\n").error().detail,
              HasSubstr("ended with 2: unknown option"));
  EXPECT_THAT(ask("echo '{}'\n").error().detail, HasSubstr("does not print what was expected"));
  const auto image = ProgramSchemas(runner).of({"1", "sha256:1", "registry/name@sha256:1"});
  EXPECT_THAT(image.error().detail, HasSubstr("--schema and --oldest-schema"));
}

}  // namespace
}  // namespace astronova::release
