// What the limiter in Redis keeps there, and what it does when Redis is not what it should be.

#include "limits/redis/redis_limiter.h"

#include <mutex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/limits/support/asked.h"
#include "tests/limits/support/redis_under_test.h"

namespace astronova::limits {
namespace {

using Kind = Verdict::Kind;
using clients::RedisReply;
using ::testing::HasSubstr;
using ::testing::Not;

const std::vector<Charge> usual{{LimitClass::usual, client()}};

Rules rules(std::string_view text) {
  return Rules::parse(text).value();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
    if (end > begin) lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

TEST(RedisLimiter, KeepsKeysThatTellNobodysAddressAndExpire) {
  testing::PrivateRedis redis;
  const auto all = rules("default=10/60s ban 600s;costly=5/1d;auth=off;shared=7/60s burst 3");
  LimitingServer server(redis, all);
  const auto account = Subject::of_account("1f0e5c1e-2c8e-4b2b-9d55-6f6f0f5f9d11");
  for (const auto& charges : std::vector<std::vector<Charge>>{
           {{LimitClass::usual, client()}, {LimitClass::costly, account}},
           {{LimitClass::shared, client()}}})
    EXPECT_EQ(asked(server.limiter, charges).kind, Kind::allowed);
  const auto keys = lines_of(redis.run({"KEYS", "*"}));
  EXPECT_EQ(keys.size(), 3U);
  for (const auto& key : keys) {
    EXPECT_THAT(
        key, ::testing::ContainsRegex("^astronova:\\{limits\\}:[a-z]+:[0-9a-f]{8}:[0-9a-f]{32}$"));
    EXPECT_THAT(redis.run({"GET", key}), Not(HasSubstr("203.0.113.1")));
    EXPECT_GT(std::stoll(redis.run({"PTTL", key})), 60'000);
    EXPECT_LE(std::stoll(redis.run({"PTTL", key})), 90'000'000);
  }
}

TEST(RedisLimiter, HasOtherKeysWithAnotherSecretOrOtherRules) {
  testing::PrivateRedis redis;
  const auto mine = rules("default=10/60s");
  const auto others = rules("default=11/60s");
  LimitingServer server(redis, mine);
  LimitingServer other(redis, others);
  RedisLimiter secretive(*server.client, mine, server.local, {.secret = "another"});
  const auto key = server.limiter.key_of(usual.front());
  EXPECT_NE(key, other.limiter.key_of(usual.front()));
  EXPECT_NE(key, secretive.key_of(usual.front()));
  EXPECT_NE(key, server.limiter.key_of({LimitClass::usual, Subject::of_account("203.0.113.1")}));
}

TEST(RedisLimiter, GoesOnCountingWhenRedisHasForgottenTheScript) {
  testing::PrivateRedis redis;
  LimitingServer server(redis, rules("default=10/1h"));
  EXPECT_EQ(asked(server.limiter, usual).remaining, 9U);
  EXPECT_THAT(redis.run({"SCRIPT", "FLUSH"}), HasSubstr("OK"));
  EXPECT_EQ(asked(server.limiter, usual).remaining, 8U);
  EXPECT_EQ(asked(server.limiter, usual).remaining, 7U);
}

TEST(RedisLimiter, WritesOverWhatIsNoRecord) {
  testing::PrivateRedis redis;
  LimitingServer server(redis, rules("default=10/1h"));
  const auto key = server.limiter.key_of(usual.front());
  const std::vector<std::vector<std::string>> spoilings{{"SET", key, "rubbish"},
                                                        {"SET", key, std::string(149, 'x')},
                                                        {"SET", key, ""},
                                                        {"RPUSH", key, "a list"},
                                                        {"HSET", key, "a", "hash"}};
  for (const auto& spoiling : spoilings) {
    redis.run({"DEL", key});
    redis.run(spoiling);
    const auto verdict = asked(server.limiter, usual);
    EXPECT_EQ(verdict.kind, Kind::allowed) << spoiling.at(0);
    EXPECT_EQ(verdict.remaining, 9U) << spoiling.at(0);
    EXPECT_EQ(asked(server.limiter, usual).remaining, 8U) << spoiling.at(0);
  }
}

TEST(RedisLimiter, ABanEndsThoughTheClockWasSetBackByHours) {
  testing::PrivateRedis redis;
  LimitingServer server(redis, rules("default=1/60s ban 600s"));
  asked(server.limiter, usual);
  EXPECT_TRUE(asked(server.limiter, usual).begins_ban);
  const auto key = server.limiter.key_of(usual.front());
  // As if it had been written three hours later: by its layout in decide.lua.
  const std::string later = R"lua(
    local text = redis.call("GET", KEYS[1])
    local hours = 3 * 3600 * 1000000
    local until_, by, newest, rest = struct.unpack("<I8I1I8", text)
    redis.call("SET", KEYS[1], struct.pack("<I8I1I8", until_ + hours, by, newest + 3 * 1800) ..
               text:sub(rest), "PX", 100000000)
    return 1)lua";
  ASSERT_THAT(redis.run({"EVAL", later, "1", key}), HasSubstr("1"));
  const auto banned = asked(server.limiter, usual);
  EXPECT_EQ(banned.kind, Kind::banned);
  EXPECT_LE(banned.reset, Time{std::chrono::seconds{600}});
  const std::string without_ban = R"lua(
    local text = redis.call("GET", KEYS[1])
    redis.call("SET", KEYS[1], struct.pack("<I8", 0) .. text:sub(9), "PX", 100000000)
    return 1)lua";
  ASSERT_THAT(redis.run({"EVAL", without_ban, "1", key}), HasSubstr("1"));
  EXPECT_EQ(asked(server.limiter, usual).kind, Kind::allowed)
      << "what was counted is in the future";
}

/// Whether Redis counts, or is done without: by what was left there.
struct Without {
  WithoutRedis how;
  Kind first;
};

class RedisLimiterWithout : public ::testing::TestWithParam<Without> {
 protected:
  void expect_done_without(LimitingServer& server) const {
    EXPECT_EQ(asked(server.limiter, usual).kind, GetParam().first);
    if (GetParam().how == WithoutRedis::local) {
      EXPECT_EQ(asked(server.local, usual).remaining, 8U) << "it was counted here";
    }
  }
};

std::string name_of(const ::testing::TestParamInfo<Without>& one) {
  if (one.param.how == WithoutRedis::local) return "local";
  return one.param.how == WithoutRedis::open ? "open" : "closed";
}

INSTANTIATE_TEST_SUITE_P(All, RedisLimiterWithout,
                         ::testing::Values(Without{WithoutRedis::local, Kind::allowed},
                                           Without{WithoutRedis::open, Kind::open},
                                           Without{WithoutRedis::closed, Kind::closed}),
                         &name_of);

TEST_P(RedisLimiterWithout, AStoppedRedis) {
  testing::PrivateRedis redis;
  LimitingServer server(redis, rules("default=10/1h"), GetParam().how);
  EXPECT_EQ(asked(server.limiter, usual).remaining, 9U);
  redis.stop();
  expect_done_without(server);
  redis.start();
  while (!server.client->is_well()) {
  }
  EXPECT_EQ(asked(server.limiter, usual).remaining, 9U) << "Redis counts again, from nothing";
}

TEST_P(RedisLimiterWithout, ARedisThatAnswersNothing) {
  testing::PrivateRedis redis;
  LimitingServer server(redis, rules("default=10/1h"), GetParam().how,
                        std::chrono::milliseconds{50});
  redis.pause();
  expect_done_without(server);
  redis.resume();
}

TEST_P(RedisLimiterWithout, ARedisThatIsFull) {
  testing::PrivateRedis redis({"--maxmemory", "1"});
  LimitingServer server(redis, rules("default=10/1h"), GetParam().how);
  expect_done_without(server);
}

/// Answers what a test says, and keeps what it was asked.
class LyingRedis final : public clients::Redis {
 public:
  explicit LyingRedis(RedisReply reply) : reply_(std::move(reply)) {}
  void send(clients::RedisCommand command, std::chrono::milliseconds /*within*/,
            Done done) override {
    commands.push_back(std::move(command));
    done(reply_);
  }
  bool is_well() const override { return true; }

  std::vector<clients::RedisCommand> commands;

 private:
  RedisReply reply_;
};

RedisReply number(std::int64_t value) {
  return {RedisReply::Kind::number, "", value, {}};
}

RedisReply list(const std::vector<std::int64_t>& numbers) {
  RedisReply reply{RedisReply::Kind::list};
  for (const auto value : numbers)
    reply.list.push_back(number(value));
  return reply;
}

TEST(RedisLimiter, AsksOnceForARequestWhateverItIsCountedAs) {
  const auto all = rules("on");
  LocalLimiter local(all, {});
  LyingRedis redis(list({0, 2, 1, 0, 100, 7, 5'000'000, 0}));
  RedisLimiter limiter(redis, all, local, {.secret = "s"});
  const auto account = Subject::of_account("an account");
  const auto verdict = asked(
      limiter,
      {{LimitClass::usual, client()}, {LimitClass::usual, account}, {LimitClass::costly, account}});
  ASSERT_EQ(redis.commands.size(), 1U);
  EXPECT_EQ(redis.commands[0][0], "EVALSHA");
  EXPECT_EQ(redis.commands[0][2], "3");
  EXPECT_EQ(verdict.limit_class, LimitClass::costly);
  EXPECT_EQ(verdict.subject, Subject::Kind::account);
  EXPECT_EQ(verdict.remaining, 7U);
  EXPECT_EQ(verdict.reset, std::chrono::seconds{5});
}

TEST(RedisLimiter, BelievesNoAnswerThatIsNotTheScripts) {
  const auto all = rules("default=10/1h");
  const std::vector<RedisReply> lies{
      {},
      {RedisReply::Kind::text, "OK"},
      {RedisReply::Kind::failure, "ERR no"},
      {RedisReply::Kind::failure, "NOSCRIPT No matching script."},
      number(1),
      list({}),
      list({0, 0, 0, 0, 10, 9, 1}),
      list({0, 0, 0, 0, 10, 9, 1, 0, 0}),
      list({3, 0, 0, 0, 10, 9, 1, 0}),
      list({0, 1, 0, 0, 10, 9, 1, 0}),
      list({0, -1, 0, 0, 10, 9, 1, 0}),
      list({0, 0, 4, 0, 10, 9, 1, 0}),
      list({0, 0, 0, 0, 1LL << 40, 9, 1, 0}),
      list({0, 0, 0, 0, 10, 9, 1LL << 62, 0}),
      {RedisReply::Kind::list, "", 0, std::vector<RedisReply>(8)},
  };
  for (const auto& lie : lies) {
    LocalLimiter local(all, {});
    LyingRedis redis(lie);
    RedisLimiter limiter(redis, all, local, {.secret = "s"});
    EXPECT_EQ(asked(limiter, usual).remaining, 9U);
    EXPECT_EQ(asked(local, usual).remaining, 8U) << "it was counted here";
    EXPECT_LE(redis.commands.size(), 2U);
  }
}

}  // namespace
}  // namespace astronova::limits
