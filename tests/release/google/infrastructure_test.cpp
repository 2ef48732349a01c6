#include "release/google/infrastructure.h"

#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "release/google/found.h"
#include "release/google/gcloud.h"
#include "release/google/steps.h"
#include "tests/release/google/recording_runner.h"

namespace astronova::release::google {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Things by their names, as a cloud has them: `list KIND`, `create KIND NAME` …
class Things {
 public:
  Result<ProgramResult> run(const CommandLine& command) {
    const auto& verb = command.words.at(1);
    const auto& kind = command.words.at(2);
    if (failing_.contains(verb + " " + kind)) return ProgramResult{1, "", "ERROR: (gcloud) no"};
    if (verb == "list") return ProgramResult{0, listed(kind), ""};
    const auto& name = command.words.at(3);
    if (verb == "print") return ProgramResult{0, "secret of " + name, ""};
    if (verb == "delete") {
      there_.erase(kind + "/" + name);
    } else {
      there_[kind + "/" + name] = command.words.at(4);
      late_ = delay_;
    }
    inputs_[name] = command.input;
    return ProgramResult{};
  }
  // Lists are behind for so many looks.
  void delay(int looks) { delay_ = looks; }
  void fail(const std::string& command) { failing_.insert(command); }
  void mend() { failing_.clear(); }
  std::map<std::string, std::string> there_{{"api/service", "on"}};
  std::map<std::string, std::string> inputs_;

 private:
  std::string listed(const std::string& kind) {
    if (late_ > 0 && late_-- > 0) return "[]";
    std::string list = "[";
    for (const auto& [name, size] : there_) {
      if (!name.starts_with(kind + "/")) continue;
      list += (list.size() > 1 ? "," : "") + ("{\"name\":\"" + name.substr(kind.size() + 1)) +
              "\",\"size\":\"" + size + "\"}";
    }
    return list + "]";
  }

  std::set<std::string> failing_;
  int delay_ = 0, late_ = 0;
};

class InfrastructureTest : public ::testing::Test {
 protected:
  InfrastructureTest() : runner_([this](const CommandLine& line) { return things_.run(line); }) {
    services();
    add("network", "net", {});
    add("database", "data", {"network"}).holds_data = true;
    add("cache", "data", {"network"});
    add("front", "front", {});
  }

  void services() {
    InfraStep step{.name = "services", .what = "the APIs"};
    step.ask = gcloud_.ask({"list", "api"});
    step.read = [](const boost::json::value& answer, const Facts&) {
      Found found{.is_there = true};
      if (element_named(answer, "/name", "service")) {
        found.facts["service:service"] = "enabled";
      } else {
        found.differences.push_back({"service", "disabled", "enabled", true});
      }
      return found;
    };
    step.update = [this](const Facts&, const Found&) {
      return just(gcloud_.change({"enable", "api", "service", "on"}));
    };
    steps_.push_back(std::move(step));
  }

  InfraStep& add(const std::string& name, const std::string& kind, std::vector<std::string> needs) {
    InfraStep step{.name = name, .what = "the " + name, .service = "service", .needs = needs};
    step.ask = gcloud_.ask({"list", kind});
    step.read = find_in_list(
        "/name", name, {{.what = "size", .pointer = "/size", .value = "small"}},
        [name](const auto&, Found& found) { found.facts[name + ".host"] = "host of " + name; });
    step.create = always(gcloud_.change({"create", kind, name, "small"}));
    step.update = [this, kind, name](const Facts&, const Found&) {
      return just(gcloud_.change({"update", kind, name, "small"}));
    };
    step.destroy = always(gcloud_.change({"delete", kind, name, "gone"}));
    steps_.push_back(std::move(step));
    return steps_.back();
  }

  InfraStep& step(std::string_view name) {
    for (auto& one : steps_)
      if (one.name == name) return one;
    throw std::logic_error("no step");
  }

  Infrastructure infrastructure() {
    return {steps_, runner_, "PASSWORD", [this](std::chrono::milliseconds) { ++pauses_; }};
  }

  std::vector<std::string> plan(const std::vector<std::string>& only = {}) {
    auto all = infrastructure();
    EXPECT_TRUE(all.only(only));
    std::vector<std::string> states;
    const auto planned = all.plan([&](const StepReport& report) {
      static const std::map<StepState, std::string> names = {{StepState::there, "there"},
                                                             {StepState::to_make, "to make"},
                                                             {StepState::to_change, "to change"},
                                                             {StepState::stuck, "stuck"},
                                                             {StepState::elsewhere, "elsewhere"}};
      states.push_back(report.name + " " + names.at(report.state));
    });
    EXPECT_TRUE(planned) << planned.error().detail;
    return states;
  }

  Result<void> apply(const std::vector<std::string>& only = {}) {
    auto all = infrastructure();
    EXPECT_TRUE(all.only(only));
    return all.apply([](const auto&) {}, [](const auto&) {});
  }

  std::vector<std::string> destroy(bool with_data, bool is_dry_run = false) {
    std::vector<std::string> ends;
    const auto destroyed = infrastructure().destroy(
        with_data, is_dry_run, [&](const InfraStep& one, End end, const auto&) {
          static const std::map<End, std::string> names = {
              {End::destroyed, " gone"}, {End::kept, " kept"}, {End::outlives, " stays"}};
          ends.push_back(one.name + names.at(end));
        });
    EXPECT_TRUE(destroyed) << destroyed.error().detail;
    return ends;
  }

  Gcloud gcloud_{"p"};
  Things things_;
  testing::RecordingRunner runner_;
  std::vector<InfraStep> steps_;
  int pauses_ = 0;
};

TEST_F(InfrastructureTest, PlansAndChangesNothing) {
  things_.there_["net/network"] = "small";
  things_.there_["data/cache"] = "large";
  EXPECT_THAT(plan(), ElementsAre("services there", "network there", "database to make",
                                  "cache to change", "front to make"));
  EXPECT_THAT(runner_.take_changes(), IsEmpty());
}

TEST_F(InfrastructureTest, AppliedTwiceChangesNothingTheSecondTime) {
  things_.there_["data/cache"] = "large";
  ASSERT_TRUE(apply());
  EXPECT_THAT(runner_.take_changes(),
              ElementsAre("gcloud create net network small --project=p --quiet",
                          "gcloud create data database small --project=p --quiet",
                          "gcloud update data cache small --project=p --quiet",
                          "gcloud create front front small --project=p --quiet"));
  ASSERT_TRUE(apply());
  EXPECT_THAT(runner_.take_changes(), IsEmpty());
}

TEST_F(InfrastructureTest, AsksForNothingThatCannotBeThere) {
  things_.there_.clear();
  EXPECT_EQ(plan().size(), 5U);
  // The lists of an API that is off would be refused.
  EXPECT_EQ(runner_.commands().size(), 1U);

  things_.there_["api/service"] = "on";
  runner_.take_changes();
  plan({"database"});
  EXPECT_EQ(runner_.commands().size(), 2U) << "no network, no database";
}

TEST_F(InfrastructureTest, AsksOneQuestionOfSeveralStepsOnce) {
  things_.there_["net/network"] = "small";
  plan();
  EXPECT_EQ(runner_.commands().size(), 4U) << "services, networks, data, fronts";
}

TEST_F(InfrastructureTest, EnablesWhatIsOffAndGoesOn) {
  things_.there_.clear();
  ASSERT_TRUE(apply());
  EXPECT_EQ(things_.there_.size(), 5U);
}

TEST_F(InfrastructureTest, BelievesAListAndNoExitStatus) {
  things_.delay(3);
  ASSERT_TRUE(apply({"network"}));
  EXPECT_EQ(pauses_, 3);
  things_.there_.erase("net/network");
  things_.delay(1000);
  const auto applied = apply({"network"});
  ASSERT_FALSE(applied);
  EXPECT_THAT(applied.error().detail, HasSubstr("not as it is to be"));
}

TEST_F(InfrastructureTest, EndsWithTheFirstThatFailsAndGoesOnFromThere) {
  things_.fail("create data");
  const auto applied = apply();
  ASSERT_FALSE(applied);
  EXPECT_THAT(applied.error().detail, HasSubstr("database (the database): ERROR: (gcloud) no"));
  EXPECT_FALSE(things_.there_.contains("front/front"));
  things_.mend();
  ASSERT_TRUE(apply());
  EXPECT_TRUE(things_.there_.contains("front/front"));
}

TEST_F(InfrastructureTest, AQuestionThatFailsIsNoAbsence) {
  things_.fail("list net");
  auto all = infrastructure();
  const auto planned = all.plan([](const auto&) {});
  ASSERT_FALSE(planned);
  EXPECT_THAT(planned.error().detail, HasSubstr("network"));
}

TEST_F(InfrastructureTest, LeavesAloneWhatCannotBeChangedWhereItIs) {
  step("cache").read =
      find_in_list("/name", "cache",
                   {{.what = "size", .pointer = "/size", .value = "small", .in_place = false}});
  things_.there_["net/network"] = "small";
  things_.there_["data/cache"] = "large";
  EXPECT_THAT(plan({"cache"}), ElementsAre("cache stuck"));
  ASSERT_TRUE(apply({"cache"}));
  EXPECT_THAT(runner_.take_changes(), IsEmpty());
}

TEST_F(InfrastructureTest, KeepsToTheStepsThatAreNamed) {
  ASSERT_TRUE(apply({"network"}));
  EXPECT_THAT(runner_.take_changes(),
              ElementsAre("gcloud create net network small --project=p --quiet"));
  auto all = infrastructure();
  const auto chosen = all.only({"netwrok"});
  ASSERT_FALSE(chosen);
  EXPECT_THAT(chosen.error().detail, HasSubstr("Did you mean 'network'?"));
}

TEST_F(InfrastructureTest, MakesNothingWithoutWhatItNeeds) {
  const auto without_network = apply({"cache"});
  ASSERT_FALSE(without_network);
  EXPECT_THAT(without_network.error().detail, HasSubstr("needs the step 'network'"));
  things_.there_.clear();
  const auto without_services = apply({"front"});
  ASSERT_FALSE(without_services);
  EXPECT_THAT(without_services.error().detail, HasSubstr("needs the step 'services'"));
  EXPECT_THAT(runner_.take_changes(), IsEmpty());
}

TEST_F(InfrastructureTest, GivesLaterStepsWhatEarlierOnesFound) {
  auto& front = step("front");
  front.create = [this](const Facts& facts) {
    return just(gcloud_.change({"create", "front", "front", "small"}, fact(facts, "network.host")));
  };
  ASSERT_TRUE(apply());
  EXPECT_EQ(things_.inputs_.at("front"), "host of network");
}

TEST_F(InfrastructureTest, PipesASecretFromOneCommandToAnother) {
  auto& front = step("front");
  front.create = [this](const Facts&) {
    Command command{.line = gcloud_.change({"create", "front", "front", "small"})};
    command.source = gcloud_.value({"print", "password", "redis"}, "authString");
    command.to_input = [](const std::string& text) { return "<" + text + ">"; };
    return Commands{command};
  };
  ASSERT_TRUE(apply());
  EXPECT_EQ(things_.inputs_.at("front"), "<secret of redis>");
  for (const auto& command : runner_.commands())
    EXPECT_THAT(shell_line(command), ::testing::Not(HasSubstr("secret of")));
}

TEST_F(InfrastructureTest, DestroysTheLastFirstAndKeepsDataAndWhatItNeeds) {
  ASSERT_TRUE(apply());
  runner_.take_changes();
  EXPECT_THAT(destroy(false, true),
              ElementsAre("front gone", "cache gone", "database kept", "network kept"));
  EXPECT_THAT(runner_.take_changes(), IsEmpty()) << "a dry run";

  EXPECT_THAT(destroy(false),
              ElementsAre("front gone", "cache gone", "database kept", "network kept"));
  EXPECT_TRUE(things_.there_.contains("data/database"));
  EXPECT_FALSE(things_.there_.contains("data/cache"));

  EXPECT_THAT(destroy(true), ElementsAre("database gone", "network gone"));
  EXPECT_EQ(things_.there_.size(), 1U);
  EXPECT_THAT(destroy(true), IsEmpty());
}

TEST_F(InfrastructureTest, LeavesRecordsWhateverIsDestroyed) {
  step("front").outlives = true;
  step("front").destroy = {};
  ASSERT_TRUE(apply());
  EXPECT_THAT(destroy(true),
              ElementsAre("front stays", "cache gone", "database gone", "network gone"));
  EXPECT_TRUE(things_.there_.contains("front/front"));
}

}  // namespace
}  // namespace astronova::release::google
