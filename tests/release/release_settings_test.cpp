#include "release/releaser/release_settings.h"

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include <gmock/gmock.h>

#include "release/local/local_engine.h"

namespace astronova::release {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

std::string documented() {
  std::ifstream file(std::string(ASTRONOVA_SOURCE_DIR) + "/infra/release.toml");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// The tables of the engines are theirs to read.
struct Loaded {
  explicit Loaded(const std::string& text) : file(SettingsFile::of("release.toml", text)) {
    settings = read_release_settings(file.top());
    read_local_settings(file.top().table("local"), settings.service.state);
    file.top().scalars("cloudrun");
  }
  SettingsFile file;
  ReleaseSettings settings;
};

TEST(ReleaseConfiguration, IsLoadedAsItIsDocumented) {
  Loaded loaded(documented());
  EXPECT_TRUE(loaded.file.finish().has_value()) << loaded.file.text();
  const auto& settings = loaded.settings;
  EXPECT_EQ(settings.smoke.requests.size(), 6U);
  EXPECT_EQ(settings.canary.steps.size(), 4U);
  EXPECT_EQ(settings.state_file(), "/var/lib/astronova-release/release.json");
}

TEST(ReleaseConfiguration, HasTheDefaultsThatItIsDocumentedToHave) {
  const auto given = Loaded(documented()).settings;
  // Without smoke tests it would be refused.
  const auto left_out = Loaded("[[gates.smoke.requests]]\nname = \"one\"\npath = \"/\"\n").settings;
  EXPECT_EQ(given.service.name, left_out.service.name);
  EXPECT_EQ(given.service.engine, left_out.service.engine);
  EXPECT_EQ(given.service.state, left_out.service.state);
  EXPECT_EQ(given.schema_check, left_out.schema_check);
  EXPECT_EQ(given.smoke.deadline, left_out.smoke.deadline);
  EXPECT_EQ(given.smoke.attempts, left_out.smoke.attempts);
  EXPECT_EQ(given.smoke.pause, left_out.smoke.pause);
  const auto& canary = given.canary;
  ASSERT_EQ(canary.steps.size(), left_out.canary.steps.size());
  for (std::size_t i = 0; i < canary.steps.size(); ++i) {
    EXPECT_EQ(canary.steps[i].percent, left_out.canary.steps[i].percent);
    EXPECT_EQ(canary.steps[i].window, left_out.canary.steps[i].window);
  }
  EXPECT_EQ(canary.interval, left_out.canary.interval);
  EXPECT_EQ(canary.poll, left_out.canary.poll);
  EXPECT_EQ(canary.health_path, left_out.canary.health_path);
  EXPECT_EQ(canary.health_limit, left_out.canary.health_limit);
  EXPECT_EQ(canary.minimum_sample, left_out.canary.minimum_sample);
  EXPECT_EQ(canary.too_few, left_out.canary.too_few);
  EXPECT_EQ(canary.too_few_most, left_out.canary.too_few_most);
  EXPECT_EQ(canary.success_rate, left_out.canary.success_rate);
  EXPECT_EQ(canary.p99_ratio, left_out.canary.p99_ratio);
  EXPECT_EQ(canary.p99_floor, left_out.canary.p99_floor);
  EXPECT_EQ(canary.failure_limit, left_out.canary.failure_limit);
  EXPECT_EQ(given.figures, left_out.figures);
  EXPECT_EQ(given.prometheus.url, left_out.prometheus.url);
  EXPECT_EQ(given.prometheus.label, left_out.prometheus.label);
  EXPECT_EQ(given.prometheus.value, left_out.prometheus.value);
  EXPECT_EQ(given.hooks.deadline, left_out.hooks.deadline);
  EXPECT_EQ(given.webhook.deadline, left_out.webhook.deadline);
}

TEST(ReleaseConfiguration, KnowsTheKeysThatAreOff) {
  auto text = documented();
  // "# file = …" and "# [[freeze]]" are keys; sentences have no such form.
  text = std::regex_replace(
      text, std::regex(R"re(\n# (\[\[freeze\]\]|[a-z_]+ = ("[^"\n]*"|\[[^\n]*\]))(?=\n))re"),
      "\n$1");
  text = std::regex_replace(text, std::regex("\nurl = \"https://hooks[^\n]*"), "\n");
  Loaded loaded(text);
  EXPECT_TRUE(loaded.file.finish().has_value()) << loaded.file.text();
  EXPECT_EQ(loaded.settings.audit_file, "/var/log/astronova/release.jsonl");
  EXPECT_EQ(loaded.settings.freezes.size(), 1U);
  EXPECT_FALSE(loaded.settings.webhook.url_file.empty());
}

TEST(ReleaseConfiguration, DocumentsEveryKeyThatItKnows) {
  // What is not known is answered with what is.
  for (const char* const table :
       {"[service]", "[migrations]", "[gates.smoke]", "[canary]", "[figures]",
        "[figures.prometheus]", "[approval]", "[audit]", "[checklist]", "[hooks]", "[webhook]"}) {
    Loaded loaded(std::string(table) + "\nno_such_key = 1\n");
    ASSERT_FALSE(loaded.file.finish().has_value());
    std::smatch found;
    const auto refusal = loaded.file.text();
    ASSERT_TRUE(std::regex_search(refusal, found,
                                  std::regex("no_such_key[^\n]*\ntry:   its keys are ([^\n]*)")))
        << refusal;
    std::istringstream keys(found.str(1));
    for (std::string key; std::getline(keys >> std::ws, key, ',');) {
      EXPECT_TRUE(std::regex_search(
          documented(), std::regex("\n(# )?(" + key + " = |\\[+[a-z.]*" + key + "\\])")))
          << table << " " << key;
    }
  }
}

TEST(ReleaseConfiguration, HasAChecklistWhoseProgramsAreThere) {
  const auto items = Loaded(documented()).settings.checklist.items;
  EXPECT_GE(items.size(), 20U);
  for (const auto& item : items) {
    for (const auto& word : item.command) {
      const bool is_path =
          word.find('/') != std::string::npos && word.find('{') == std::string::npos;
      if (!is_path) continue;
      const auto path = std::string(ASTRONOVA_SOURCE_DIR) + "/" + word;
      EXPECT_TRUE(std::filesystem::exists(path)) << item.name << ": " << word;
    }
  }
}

TEST(ReleaseConfiguration, RefusesWhatDoesNotGoTogether) {
  Loaded loaded(R"([service]
engine = "cloudrn"
state = "releases"
address = "api.astronova.app"
[canary]
steps = [10, 5]
[approval]
before = [33]
[webhook]
url = "https://a.example"
url_file = "/b"
[gates.smoke]
attempts = 0
[[freeze]]
name = "holidays"
zone = "Europe/Berln"
days = ["monday"]
from = "25:00"
)");
  ASSERT_FALSE(loaded.file.finish().has_value());
  const auto text = loaded.file.text();
  for (const char* const part :
       {"release.toml:2: 'service.engine' cannot be 'cloudrn'", "release.toml:3: 'state' is not an",
        "Did you mean 'cloudrun'?", "release.toml:4: 'api.astronova.app' is no address",
        "release.toml:6: the steps do not rise", "release.toml:8: 33 is none of the steps",
        "release.toml:11: there are both", "release.toml:13: 'gates.smoke.attempts' cannot be 0",
        "asks nothing", "'Europe/Berln' is no time zone", "'monday' is no day",
        "'from' cannot be '25:00'"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

TEST(ReleaseConfiguration, WantsAWindowForEachStepOrOneForAll) {
  const std::string smoke = "[[gates.smoke.requests]]\nname = \"one\"\npath = \"/\"\n";
  const auto settings =
      Loaded(smoke + "[canary]\nsteps = [5, 100]\nwindows = [\"30s\", \"10m\"]\n").settings;
  EXPECT_EQ(settings.canary.steps[0].window, 30s);
  EXPECT_EQ(settings.canary.steps[1].window, 600s);
  Loaded wrong(smoke + "[canary]\nsteps = [5, 10, 100]\nwindows = [\"30s\", \"10m\"]\n");
  EXPECT_FALSE(wrong.file.finish().has_value());
  EXPECT_THAT(wrong.file.text(), HasSubstr("there are 2 windows for 3 steps"));
}

}  // namespace
}  // namespace astronova::release
