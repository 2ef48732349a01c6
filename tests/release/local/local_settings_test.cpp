#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "release/local/local_engine.h"

namespace astronova::release {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(LocalSettings, HaveDefaultsThatSuitTheExampleConfigurations) {
  auto file = SettingsFile::of("release.toml", "");
  const auto settings = read_local_settings(file.top().table("local"), "/var/lib/release");
  ASSERT_TRUE(file.finish()) << file.text();
  EXPECT_EQ(settings.directory, "/var/lib/release");
  EXPECT_EQ(settings.supervisor, "systemd");
  EXPECT_EQ(settings.blue_port, 8081);
  EXPECT_EQ(settings.green_port, 8082);
  EXPECT_TRUE(settings.rehearse_stop);
}

TEST(LocalSettings, AreReadByTheirKeys) {
  auto file = SettingsFile::of("release.toml", R"([local]
haproxy_socket = "/srv/haproxy.sock"
haproxy_backend = "api"
blue_port = 9001
green_port = 9002
supervisor = "processes"
unit = "api-{slot}.service"
systemctl = "/bin/systemctl"
arguments = ["serve", "--config", "/etc/astronova/astronova.toml"]
environment_file = "/etc/astronova/astronova.env"
ready_within = "2m"
drain_within = "5s"
stop_within = "10s"
rehearse_stop = false
kept_builds = 9
)");
  const auto settings = read_local_settings(file.top().table("local"), "/srv/release");
  ASSERT_TRUE(file.finish()) << file.text();
  EXPECT_EQ(settings.haproxy_socket, "/srv/haproxy.sock");
  EXPECT_EQ(settings.haproxy_backend, "api");
  EXPECT_EQ(settings.blue_port, 9001);
  EXPECT_EQ(settings.green_port, 9002);
  EXPECT_EQ(settings.supervisor, "processes");
  EXPECT_EQ(settings.unit, "api-{slot}.service");
  EXPECT_EQ(settings.systemctl, "/bin/systemctl");
  EXPECT_THAT(settings.arguments,
              ElementsAre("serve", "--config", "/etc/astronova/astronova.toml"));
  EXPECT_EQ(settings.environment_file, "/etc/astronova/astronova.env");
  EXPECT_EQ(settings.ready_within, 2min);
  EXPECT_EQ(settings.drain_within, 5s);
  EXPECT_EQ(settings.stop_within, 10s);
  EXPECT_FALSE(settings.rehearse_stop);
  EXPECT_EQ(settings.kept_builds, 9);
}

TEST(LocalSettings, AreToldAllTheirMistakesAtOnce) {
  auto file = SettingsFile::of("release.toml", R"([local]
blue_port = 8081
green_port = 8081
supervisor = "runit"
unit = "astronova.service"
drane_within = "5s"
)");
  read_local_settings(file.top().table("local"), "/srv/release");
  EXPECT_FALSE(file.finish());
  EXPECT_THAT(file.text(), HasSubstr("release.toml:3: blue and green cannot have the same port"));
  EXPECT_THAT(file.text(), HasSubstr("release.toml:4: "));
  EXPECT_THAT(file.text(), HasSubstr("release.toml:5: 'unit' does not say"));
  EXPECT_THAT(file.text(), HasSubstr("'drain_within'"));
}

}  // namespace
}  // namespace astronova::release
