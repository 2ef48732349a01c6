#include "release/settings_reader.h"

#include <gmock/gmock.h>

#include "tests/release/support/temporary_folder.h"

namespace astronova::release {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::size_t> lines_of(const SettingsFile& file) {
  std::vector<std::size_t> lines;
  for (const auto& mistake : file.mistakes())
    lines.push_back(mistake.line);
  return lines;
}

TEST(SettingsReader, ReadsWhatIsThereAndKeepsTheDefaultOfWhatIsNot) {
  auto file = SettingsFile::of("release.toml", R"(
[canary]
name = "green"
on = true
count = 7
rate = 0.5
whole_rate = 1
steps = [1, 10]
words = ["a", "b"]
window = "90s"
kind = "pass"
)");
  auto table = file.top().table("canary");
  std::string name;
  bool on = false;
  int count = 0;
  double rate = 0;
  double whole_rate = 0;
  std::vector<int> steps;
  std::vector<std::string> words;
  std::chrono::seconds window{};
  std::string kind;
  std::string absent = "as it was";
  constexpr std::array<std::string_view, 2> kinds{"wait", "pass"};
  table.read("name", name);
  table.read("on", on);
  table.read("count", count, {.least = 1, .most = 10});
  table.read("rate", rate, {.least = 0, .most = 1});
  table.read("whole_rate", whole_rate, {.least = 0, .most = 1});
  table.read("steps", steps, {.least = 1, .most = 100});
  table.read("words", words);
  table.read("window", window, {.least = 1s, .most = 1h});
  table.read("kind", kind, kinds);
  table.read("absent", absent);
  EXPECT_TRUE(file.finish().has_value()) << file.text();
  EXPECT_EQ(name, "green");
  EXPECT_TRUE(on);
  EXPECT_EQ(count, 7);
  EXPECT_EQ(rate, 0.5);
  EXPECT_EQ(whole_rate, 1);
  EXPECT_THAT(steps, ElementsAre(1, 10));
  EXPECT_THAT(words, ElementsAre("a", "b"));
  EXPECT_EQ(window, 90s);
  EXPECT_EQ(kind, "pass");
  EXPECT_EQ(absent, "as it was");
}

TEST(SettingsReader, TellsAllMistakesAtOnceWithTheirLinesAndHowToMendThem) {
  auto file = SettingsFile::of("release.toml",
                               "port = \"many\"\n"
                               "[canary]\n"
                               "steps = [1, 200]\n"
                               "window = \"soon\"\n"
                               "intervall = \"1s\"\n"
                               "too_few = \"pas\"\n");
  int port = 8080;
  std::vector<int> steps{5};
  std::chrono::milliseconds window{1};
  std::chrono::milliseconds interval{1};
  std::string too_few = "wait";
  constexpr std::array<std::string_view, 2> names{"wait", "pass"};
  auto top = file.top();
  top.read("port", port, {.least = 1, .most = 65'535});
  auto table = top.table("canary");
  table.read("steps", steps, {.least = 1, .most = 100});
  table.read("window", window, {.least = 1s, .most = 1h});
  table.read("interval", interval, {.least = 1s, .most = 1h});
  table.read("too_few", too_few, names);
  const auto finished = file.finish();
  ASSERT_FALSE(finished.has_value());
  EXPECT_THAT(lines_of(file), ElementsAre(1, 3, 4, 5, 6));
  const auto& text = finished.error().detail;
  EXPECT_THAT(text, HasSubstr("error: release.toml:1: 'port' cannot be 'many'\n"
                              "try:   give a whole number from 1 to 65535\n"));
  EXPECT_THAT(text, HasSubstr("release.toml:3: 'canary.steps' cannot be 200"));
  EXPECT_THAT(text, HasSubstr("from 1s to 1h"));
  EXPECT_THAT(text, HasSubstr("[canary] has no key 'intervall'. Did you mean 'interval'?\n"
                              "try:   its keys are interval, steps, too_few, window\n"));
  EXPECT_THAT(text, HasSubstr("one of \"wait\", \"pass\". Did you mean 'pass'?"));
  // What is wrong leaves the value as it was.
  EXPECT_EQ(port, 8080);
  EXPECT_THAT(steps, ElementsAre(5));
  EXPECT_EQ(too_few, "wait");
}

TEST(SettingsReader, RefusesATableThatNobodyAskedFor) {
  auto file = SettingsFile::of("release.toml", "[canery]\nsteps = [1]\n");
  file.top().table("canary");
  ASSERT_FALSE(file.finish().has_value());
  EXPECT_THAT(file.text(), HasSubstr("the file has no key 'canery'. Did you mean 'canary'?"));
}

TEST(SettingsReader, ReadsListsOfTablesAndTablesOfNamesThatAreNotOurs) {
  auto file = SettingsFile::of("release.toml", R"(
[[requests]]
path = "/b"
headers = { B = "2", A = "1" }
[[requests]]
path = "/a"
json."/z" = 1.5
json."/y" = true
typo = 1
)");
  std::vector<std::string> paths;
  std::vector<std::pair<std::string, std::string>> headers;
  std::vector<std::pair<std::string, SettingScalar>> json;
  for (auto table : file.top().tables("requests")) {
    std::string path;
    table.read("path", path);
    paths.push_back(path);
    for (auto& header : table.texts("headers"))
      headers.push_back(header);
    for (auto& entry : table.scalars("json"))
      json.push_back(entry);
  }
  EXPECT_THAT(paths, ElementsAre("/b", "/a"));
  EXPECT_EQ(headers.size(), 2U);
  ASSERT_EQ(json.size(), 2U);
  EXPECT_EQ(json[0].first, "/z");
  EXPECT_EQ(json[0].second.number, 1.5);
  EXPECT_EQ(json[1].second.kind, SettingScalar::Kind::truth);
  ASSERT_FALSE(file.finish().has_value());
  EXPECT_THAT(lines_of(file), ElementsAre(9));
}

TEST(SettingsReader, MissesAKeyThatIsNeeded) {
  auto file = SettingsFile::of("release.toml", "\n[cloudrun]\n");
  file.top().table("cloudrun").need("project", "project = \"astronova\"");
  ASSERT_FALSE(file.finish().has_value());
  EXPECT_EQ(file.text(),
            "error: release.toml:2: [cloudrun] needs the key 'project'\n"
            "try:   write project = \"astronova\"\n");
}

TEST(SettingsReader, NamesTheLineThatIsNotToml) {
  auto file = SettingsFile::of("release.toml", "a = 1\nb = = 2\n");
  ASSERT_FALSE(file.finish().has_value());
  EXPECT_THAT(lines_of(file), ElementsAre(2));
}

TEST(SettingsReader, SaysThatAFileCannotBeRead) {
  const testing::TemporaryFolder folder;
  auto file = SettingsFile::read(folder.file("none.toml"));
  ASSERT_FALSE(file.finish().has_value());
  EXPECT_THAT(file.text(), HasSubstr("none.toml: it cannot be read: No such file"));
}

TEST(SettingsReader, TimesHaveUnits) {
  EXPECT_EQ(read_duration("250ms"), 250ms);
  EXPECT_EQ(read_duration("10s"), 10s);
  EXPECT_EQ(read_duration("5m"), 5min);
  EXPECT_EQ(read_duration("2h"), 2h);
  for (const char* const text : {"", "5", "s", "5 s", "-5s", "5d", "1.5s", "99999999999s"})
    EXPECT_FALSE(read_duration(text).has_value()) << text;
  EXPECT_EQ(text_of(90s), "90s");
  EXPECT_EQ(text_of(120s), "2m");
  EXPECT_EQ(text_of(1500ms), "1500ms");
  EXPECT_EQ(text_of(0ms), "0s");
}

}  // namespace
}  // namespace astronova::release
