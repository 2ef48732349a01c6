#include <csignal>
#include <filesystem>
#include <map>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "release/local/files.h"
#include "release/local/local_engine.h"
#include "release/local/process_identity.h"
#include "release/local/socket_exchange.h"
#include "release/posix_runner.h"
#include "tests/release/support/private_haproxy.h"
#include "tests/release/support/program_folder.h"
#include "tests/support/private_redis.h"

namespace astronova::release::local {
namespace {

using namespace std::chrono_literals;
using astronova::testing::free_port;
using astronova::testing::PrivateHaproxy;
using astronova::testing::write_program;
using astronova::testing::write_text;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Ge;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Le;

// A server that answers everything with its version, and behaves as %MANNERS% has it.
constexpr std::string_view small_server = R"(#!/usr/bin/env node
if (process.argv[2] === 'version') {
  console.log('astronova %VERSION%');
  process.exit(0);
}
const server = require('http').createServer((request, response) => {
  %ANSWER%
  response.end('%VERSION%');
});
process.on('SIGTERM', () => {
  %STOP%
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});
%START%
server.listen(process.env.PORT, '127.0.0.1');
)";

struct Manners {
  std::string start{};   // what it does first
  std::string answer{};  // for every request
  std::string stop{};    // when it is told to stop
};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

/// The engine with servers of a few lines behind a real HAProxy.
class BlueGreen : public ::testing::Test {
 protected:
  BlueGreen() { engine_ = make(settings_); }
  ~BlueGreen() override {
    for (const auto* const slot : {"blue", "green"}) {
      const auto process = process_in(slot);
      if (process && process_with(process->id) == process) kill(-process->id, SIGKILL);
    }
  }

  LocalSettings settings() {
    LocalSettings settings;
    settings.directory = folder_ / "state";
    settings.haproxy_socket = haproxy_.socket();
    settings.blue_port = blue_;
    settings.green_port = green_;
    settings.supervisor = "processes";
    return settings;
  }
  std::unique_ptr<Engine> make(const LocalSettings& settings) {
    return make_local_engine(settings, runner_);
  }

  Artifact build(const std::string& version, const Manners& manners = {}) {
    auto text = std::string(small_server);
    text = replaced(text, "%VERSION%", version);
    text = replaced(text, "%START%", manners.start);
    text = replaced(text, "%ANSWER%", manners.answer);
    text = replaced(text, "%STOP%", manners.stop);
    write_program(folder_ / version, text);
    const auto artifact = engine_->resolve(folder_ / version);
    EXPECT_TRUE(artifact) << artifact.error().detail;
    return *artifact;
  }

  void perform(const Operation& operation) {
    const auto done = engine_->perform(operation);
    ASSERT_TRUE(done) << done.error().detail;
  }
  std::string refusal(const Operation& operation, ErrorCode code) {
    const auto done = engine_->perform(operation);
    EXPECT_FALSE(done);
    if (done) return "";
    EXPECT_EQ(done.error().code, code);
    return done.error().detail;
  }
  /// Ships a first revision, and a second beside it without traffic.
  void begin() {
    perform(Start{"r1", build("1.0")});
    perform(Serve{"r1", ""});
    perform(Start{"r2", build("2.0")});
  }

  std::string answer(std::uint16_t port) {
    const auto text = exchange(port, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 30s);
    if (!text) return text.error().detail;
    return text->starts_with("HTTP/1.1 200 ") ? text->substr(text->size() - 3) : *text;
  }
  std::map<std::string, int> answers(int count) {
    std::map<std::string, int> counts;
    for (int i = 0; i < count; ++i)
      ++counts[answer(haproxy_.port())];
    return counts;
  }
  std::string served() { return answer(haproxy_.port()); }

  std::string slot_file(const std::string& slot, const std::string& name) const {
    return folder_ / ("state/slots/" + slot + "/" + name);
  }
  std::optional<ProcessIdentity> process_in(const std::string& slot) const {
    const auto text = read_file(slot_file(slot, "process.json"));
    return text ? read_process(*text) : std::nullopt;
  }
  Revision revision(const std::string& name) {
    const auto status = engine_->status().value();
    const auto* const found = status.find(name);
    return found ? *found : Revision{};
  }

  const astronova::testing::ProgramFolder folder_;
  const std::uint16_t blue_ = free_port();
  const std::uint16_t green_ = free_port();
  PrivateHaproxy haproxy_{folder_.path(), folder_ / "state/haproxy.state", blue_, green_};
  PosixRunner runner_{};
  LocalSettings settings_ = settings();
  std::unique_ptr<Engine> engine_{};
};

TEST_F(BlueGreen, TheFirstRevisionServesWhenItIsToldToServe) {
  perform(Start{"r1", build("1.0")});
  EXPECT_TRUE(revision("r1").is_ready);
  EXPECT_EQ(revision("r1").traffic_percent, 0);
  EXPECT_THAT(served(), HasSubstr("503"));
  perform(Serve{"r1", ""});
  EXPECT_EQ(revision("r1").traffic_percent, 100);
  EXPECT_EQ(served(), "1.0");
  EXPECT_THAT(engine_->status()->remarks, IsEmpty());
}

TEST_F(BlueGreen, ARevisionThatStartsTakesNothingFromTheOneThatServes) {
  begin();
  EXPECT_EQ(revision("r1").traffic_percent, 100);
  EXPECT_EQ(revision("r2").traffic_percent, 0);
  EXPECT_THAT(answers(20), Contains(std::pair{"1.0", 20}));
  const auto address = revision("r2").address;
  EXPECT_EQ(answer(static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)))),
            "2.0");
}

TEST_F(BlueGreen, ACandidateGetsItsPercentageOfTheRequests) {
  begin();
  perform(Split{"r1", "r2", 1});
  EXPECT_EQ(revision("r2").traffic_percent, 1);
  // Where in its turns HAProxy begins is its own affair.
  EXPECT_THAT(answers(300)["2.0"], AllOf(Ge(2), Le(4)));
  perform(Split{"r1", "r2", 25});
  EXPECT_EQ(revision("r1").traffic_percent, 75);
  EXPECT_THAT(answers(200)["2.0"], AllOf(Ge(49), Le(51)));
  perform(Split{"r1", "r2", 100});
  EXPECT_EQ(answers(20)["2.0"], 20);
  perform(Split{"r1", "r2", 0});
  EXPECT_EQ(revision("r1").traffic_percent, 100);
  EXPECT_EQ(answers(20)["1.0"], 20);
}

TEST_F(BlueGreen, WhoServedBeforeIsKeptRunningAndReturnedToAtOnce) {
  begin();
  perform(Serve{"r2", "r1"});
  EXPECT_EQ(answers(20)["2.0"], 20);
  EXPECT_TRUE(revision("r1").is_ready);
  const auto process = process_in("blue");
  perform(Serve{"r1", ""});
  EXPECT_EQ(answers(20)["1.0"], 20);
  EXPECT_EQ(process_in("blue"), process) << "it was not started again";
  EXPECT_FALSE(revision("r2").is_running) << "nobody wanted it kept";
}

TEST_F(BlueGreen, TheOneThatIsKeptMakesRoomForTheNext) {
  begin();
  perform(Serve{"r2", "r1"});
  perform(Start{"r3", build("3.0")});
  EXPECT_EQ(engine_->status()->find("r1"), nullptr);
  EXPECT_EQ(answers(20)["2.0"], 20);
  perform(Serve{"r3", "r2"});
  EXPECT_EQ(answers(20)["3.0"], 20);
}

TEST_F(BlueGreen, WhatIsInNoSlotAnyMoreIsStartedAgainToServe) {
  begin();
  perform(Serve{"r2", "r1"});
  perform(Discard{"r1"});
  std::filesystem::remove(folder_ / "1.0");
  perform(Serve{"r1", "r2"});
  EXPECT_EQ(answers(20)["1.0"], 20);
  EXPECT_THAT(refusal(Serve{"r9", ""}, ErrorCode::conflict), HasSubstr("no revision r9"));
}

TEST_F(BlueGreen, EveryOperationMayBeDoneAgain) {
  const auto first = build("1.0");
  const auto second = build("2.0");
  for (int i = 0; i < 2; ++i)
    perform(Start{"r1", first});
  for (int i = 0; i < 2; ++i)
    perform(Serve{"r1", ""});
  for (int i = 0; i < 2; ++i)
    perform(Start{"r2", second});
  for (int i = 0; i < 2; ++i)
    perform(Split{"r1", "r2", 10});
  const auto process = process_in("green");
  perform(Start{"r2", second});
  EXPECT_EQ(revision("r2").traffic_percent, 10) << "what has requests keeps them";
  EXPECT_EQ(process_in("green"), process);
  for (int i = 0; i < 2; ++i)
    perform(Serve{"r2", "r1"});
  for (int i = 0; i < 2; ++i)
    perform(Discard{"r1"});
  EXPECT_EQ(answers(20)["2.0"], 20);
}

TEST_F(BlueGreen, WhatServesIsNotDiscarded) {
  begin();
  EXPECT_THAT(refusal(Discard{"r1"}, ErrorCode::conflict), HasSubstr("r1 gets requests"));
  perform(Split{"r1", "r2", 10});
  EXPECT_THAT(refusal(Discard{"r2"}, ErrorCode::conflict), HasSubstr("r2 gets requests"));
  EXPECT_THAT(refusal(Start{"r3", build("3.0")}, ErrorCode::conflict), HasSubstr("both get"));
  EXPECT_THAT(answers(30)["2.0"], AllOf(Ge(2), Le(4)));
}

TEST_F(BlueGreen, ARevisionThatEndsBeforeItIsReadyIsToldByItsLastWords) {
  begin();
  perform(Discard{"r2"});
  const Manners broken{.start = "console.error('the migration failed'); process.exit(3);"};
  EXPECT_THAT(refusal(Start{"r3", build("3.0", broken)}, ErrorCode::unavailable),
              HasSubstr("ended before it was ready; its last words: the migration failed"));
  EXPECT_EQ(answers(20)["1.0"], 20);
  perform(Discard{"r3"});
}

TEST_F(BlueGreen, ARevisionThatIsNeverReadyIsStopped) {
  begin();
  perform(Discard{"r2"});
  settings_.ready_within = 500ms;
  engine_ = make(settings_);
  const Manners unready{.answer = "if (request.url === '/readyz') response.statusCode = 503;"};
  EXPECT_THAT(refusal(Start{"r3", build("3.0", unready)}, ErrorCode::unavailable),
              HasSubstr("was not ready within 0.5 s"));
  EXPECT_FALSE(revision("r3").is_running);
  EXPECT_EQ(answers(20)["1.0"], 20);
}

TEST_F(BlueGreen, ARevisionThatDoesNotStopWhenToldIsFoundBeforeItGetsRequests) {
  begin();
  perform(Discard{"r2"});
  settings_.stop_within = 500ms;
  engine_ = make(settings_);
  const auto stubborn = build("3.0", {.stop = "return;"});
  EXPECT_THAT(refusal(Start{"r3", stubborn}, ErrorCode::unavailable),
              HasSubstr("does not stop within 0.5 s of SIGTERM"));
  EXPECT_EQ(answers(20)["1.0"], 20);
  perform(Discard{"r3"});
  settings_.rehearse_stop = false;
  engine_ = make(settings_);
  perform(Start{"r4", stubborn});
  EXPECT_TRUE(revision("r4").is_ready) << "who does not want to know is not told";
}

TEST_F(BlueGreen, AnUnreadyRevisionGetsNoRequests) {
  begin();
  kill(process_in("green")->id, SIGKILL);
  while (revision("r2").is_running) {
  }
  EXPECT_THAT(refusal(Split{"r1", "r2", 10}, ErrorCode::conflict), HasSubstr("r2 is not ready"));
  EXPECT_THAT(engine_->status()->remarks, Contains("the server of r2 in green does not run"));
  EXPECT_EQ(answers(20)["1.0"], 20);
}

TEST_F(BlueGreen, AStartThatWasBrokenOffIsBroughtToItsEnd) {
  begin();
  // As if this process had died after it had put r2 in its slot.
  kill(process_in("green")->id, SIGKILL);
  std::filesystem::remove(slot_file("green", "process.json"));
  perform(Start{"r2", build("2.0")});
  EXPECT_TRUE(revision("r2").is_ready);
}

TEST_F(BlueGreen, HaproxyComesUpServingWhatServed) {
  begin();
  for (const auto& operation :
       std::vector<Operation>{Split{"r1", "r2", 10}, Serve{"r2", "r1"}, Serve{"r1", ""}}) {
    perform(operation);
    const auto before = engine_->status().value();
    haproxy_.kill();
    EXPECT_THAT(engine_->status()->remarks, Contains(HasSubstr("it is not known who gets")));
    haproxy_.start();
    const auto after = engine_->status().value();
    for (const auto& one : before.revisions)
      EXPECT_EQ(after.find(one.name)->traffic_percent, one.traffic_percent) << one.name;
    EXPECT_THAT(answers(100), ::testing::Not(Contains(::testing::Key(HasSubstr("503")))));
  }
}

TEST_F(BlueGreen, WithoutItsStateHaproxyGivesRequestsToWhatRuns) {
  begin();
  haproxy_.kill();
  std::filesystem::remove(folder_ / "state/haproxy.state");
  haproxy_.start();
  EXPECT_THAT(answers(20), ::testing::Not(Contains(::testing::Key(HasSubstr("503")))));
  EXPECT_THAT(engine_->status()->remarks, Contains(HasSubstr("share the requests, 50 to 50")));
  perform(Serve{"r1", "r2"});
  EXPECT_EQ(answers(20)["1.0"], 20);
  EXPECT_THAT(engine_->status()->remarks, IsEmpty());
}

TEST_F(BlueGreen, NothingIsDoneWhileHaproxyIsAway) {
  begin();
  haproxy_.kill();
  for (const auto& operation :
       std::vector<Operation>{Split{"r1", "r2", 10}, Serve{"r2", "r1"}, Discard{"r2"}})
    EXPECT_THAT(refusal(operation, ErrorCode::unavailable), HasSubstr("HAProxy does not answer"));
  EXPECT_TRUE(revision("r1").is_running);
  EXPECT_TRUE(revision("r2").is_running);
}

TEST_F(BlueGreen, SaysWhatItWouldDoAndTouchesNothing) {
  begin();
  const auto state = read_file(folder_ / "state/haproxy.state").value();
  const Artifact artifact{"3.0", "sha256:" + std::string(64, 'a'), "/build/astronova"};
  EXPECT_THAT(engine_->describe(Start{"r3", artifact}), Contains(HasSubstr("end r2 in green")));
  EXPECT_THAT(engine_->describe(Split{"r1", "r2", 10}),
              Contains("HAProxy: set server app/blue weight 90; set server app/blue state ready; "
                       "set server app/green weight 10; set server app/green state ready"));
  EXPECT_THAT(engine_->describe(Serve{"r2", "r1"}), Contains(HasSubstr("app/blue state drain")));
  EXPECT_THAT(engine_->describe(Discard{"r2"}), Contains(HasSubstr("take r2 out of green")));
  EXPECT_EQ(read_file(folder_ / "state/haproxy.state").value(), state);
  EXPECT_TRUE(revision("r2").is_running);
}

TEST_F(BlueGreen, ABuildIsKnownByItsDigestAndTheVersionThatItTells) {
  const auto artifact = build("4.5");
  EXPECT_EQ(artifact.version, "4.5");
  EXPECT_EQ(artifact.digest, digest_of_file(folder_ / "4.5").value());
  EXPECT_EQ(artifact.location, std::filesystem::canonical(folder_ / "4.5").string());
}

TEST_F(BlueGreen, WhatDoesNotRunIsNoBuild) {
  write_text(folder_ / "text", "#!/bin/sh\necho astronova 1.0\n");
  write_program(folder_ / "fails", "#!/bin/sh\necho 'astronova 1.0'; echo no data >&2; exit 1\n");
  write_program(folder_ / "other", "#!/bin/sh\necho 'nginx 1.0'\n");
  write_program(folder_ / "garbage", "\x7f\x45LF");
  for (const auto* const name : {"text", "fails", "other", "garbage", "nothing", ""}) {
    const auto artifact = engine_->resolve(folder_ / name);
    ASSERT_FALSE(artifact) << name;
    EXPECT_EQ(artifact.error().code, ErrorCode::invalid_value) << name;
  }
  EXPECT_THAT(engine_->resolve(folder_ / "fails").error().detail, HasSubstr("no data"));
}

}  // namespace
}  // namespace astronova::release::local
