// Redis in trouble: paused, slow, lying, flooded; and many callers at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/redis/redis_client.h"
#include "tests/clients/support/redis_asked.h"
#include "tests/clients/support/redis_peers.h"
#include "tests/support/private_redis.h"

namespace astronova::clients::redis {
namespace {

using namespace std::chrono_literals;
using astronova::testing::ask;
using astronova::testing::DelayingProxy;
using astronova::testing::impatient;
using astronova::testing::is_told_at_once;
using astronova::testing::patient;
using astronova::testing::PrivateRedis;
using astronova::testing::ScriptedPeer;
using astronova::testing::send;
using astronova::testing::start_redis_client;
using astronova::testing::wait_until_well;
using Kind = RedisReply::Kind;

std::string local(std::uint16_t port) {
  return "redis://127.0.0.1:" + std::to_string(port);
}

// What a Redis says to the first that it hears.
constexpr char welcome[] = "+OK\r\n*3\r\n$6\r\nmaster\r\n:0\r\n*0\r\n";

TEST(RedisInTrouble, APausedRedisCostsItsCallersTheirTimeOnceAndThenNothing) {
  PrivateRedis server;
  const auto client = start_redis_client(impatient(server.url()));
  wait_until_well(*client);
  server.pause();
  const auto late = ask(*client, {"GET", "a"}, 50ms);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, ErrorCode::unavailable);
  EXPECT_EQ(client->figures().late, 1U);
  EXPECT_TRUE(is_told_at_once(*client));
  EXPECT_GE(client->figures().rejected, 1U);
  server.resume();
  wait_until_well(*client);
}

TEST(RedisInTrouble, AnAnswerThatComesTooLateIsNobodyElses) {
  PrivateRedis server;
  const auto client = start_redis_client(patient(server.url()));
  server.pause();
  EXPECT_FALSE(ask(*client, {"ECHO", "late"}, 1ms));
  auto next = send(*client, {"ECHO", "next"});
  server.resume();
  EXPECT_EQ(next.get()->text, "next");
  EXPECT_EQ(client->figures().late, 1U);
  EXPECT_EQ(client->figures().connections, 1U);
}

TEST(RedisInTrouble, ASilentConnectionIsGivenUpAndAnotherMade) {
  PrivateRedis server;
  auto settings = patient(server.url());
  settings.connect_within = 200ms;
  const auto client = start_redis_client(settings);
  wait_until_well(*client);
  const auto before = client->figures().connections.load();
  server.pause();
  const auto reply = ask(*client, {"GET", "a"});
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().detail, "Redis does not answer");
  server.resume();
  wait_until_well(*client);
  EXPECT_GT(client->figures().connections, before);
}

TEST(RedisInTrouble, ASlowRedisIsNotUsedUntilItIsQuickAgain) {
  const PrivateRedis server;
  DelayingProxy proxy(server.port());
  auto settings = impatient(local(proxy.port()));
  settings.connect_within = 60s;
  const auto client = start_redis_client(settings);
  wait_until_well(*client);
  proxy.set_delay(150ms);
  ASSERT_FALSE(ask(*client, {"GET", "a"}, 50ms));
  wait_until_well(*client, false);
  EXPECT_TRUE(is_told_at_once(*client));
  proxy.set_delay(0ms);
  wait_until_well(*client);
}

TEST(RedisInTrouble, ARedisThatIsSlowFromTheStartIsNotUsed) {
  const PrivateRedis server;
  DelayingProxy proxy(server.port());
  proxy.set_delay(100ms);
  auto settings = impatient(local(proxy.port()));
  settings.connect_within = 60s;
  const auto client = start_redis_client(settings);
  EXPECT_TRUE(is_told_at_once(*client));
  EXPECT_EQ(client->figures().connections, 1U);
  EXPECT_EQ(ask(*client, {"PING"}).error().detail, "Redis does not answer in time");
}

TEST(RedisInTrouble, APeerThatIsNoRedisIsLeftAlone) {
  const ScriptedPeer peer({"HTTP/1.1 400 Bad Request\r\n\r\n"});
  const auto client = start_redis_client(patient(local(peer.port())));
  EXPECT_TRUE(is_told_at_once(*client));
  EXPECT_EQ(ask(*client, {"PING"}).error().detail, "what answers is not Redis");
}

TEST(RedisInTrouble, APeerThatSaysNothingIsWaitedForNoLongerThanTheSettingsSay) {
  const ScriptedPeer peer({""});
  for (const auto* scheme : {"redis", "rediss"}) {
    auto settings = impatient(scheme + local(peer.port()).substr(5));
    settings.connect_within = 100ms;
    const auto client = start_redis_client(settings);
    EXPECT_EQ(ask(*client, {"PING"}).error().detail, "Redis does not answer") << scheme;
  }
}

// What a Redis says that has gone mad: garbage, a length that nobody can have, more than may be,
// lists without end, a number that is none, types that were not asked for, an answer more than
// questions.
class Madness : public ::testing::TestWithParam<std::string> {};

TEST_P(Madness, EndsTheConnectionAndAnotherIsMade) {
  const ScriptedPeer peer({welcome, GetParam()});
  auto settings = patient(local(peer.port()));
  settings.reply_bytes_max = 100'000;
  settings.reply_elements_max = 1'000;
  const auto client = start_redis_client(settings);
  ASSERT_TRUE(client->is_well());
  // The last of them has an answer before the trouble begins.
  static_cast<void>(ask(*client, {"GET", "a"}));
  while (client->figures().openings == 0)
    std::this_thread::yield();
  while (peer.connections() < 2)
    std::this_thread::yield();
}

std::string many_numbers() {
  std::string list = "*2000\r\n";
  for (int i = 0; i < 2'000; ++i)
    list += ":1\r\n";
  return list;
}

INSTANTIATE_TEST_SUITE_P(
    RedisInTrouble, Madness,
    ::testing::Values(std::string("\0garbage", 8), "$99999999999999999999\r\n",
                      "$200000\r\n" + std::string(200'000, 'x') + "\r\n", "$-5\r\nx",
                      many_numbers(), ":twelve\r\n", "%1\r\n+a\r\n+b\r\n",
                      "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n",
                      "+OK\r\n+OK\r\n"));

TEST(RedisInTrouble, AListOfTwoBillionElementsTakesNoMemoryBeforeItComes) {
  const ScriptedPeer peer({welcome, "*2147483647\r\n+a\r\n"});
  const auto client = start_redis_client(patient(local(peer.port())));
  ASSERT_TRUE(client->is_well());
  EXPECT_FALSE(ask(*client, {"GET", "a"}, 50ms));
}

TEST(RedisInTrouble, ARedisThatIsLoadingIsNotUsedUntilItHasLoaded) {
  const ScriptedPeer peer({welcome, "-LOADING Redis is loading the dataset in memory\r\n",
                           "-LOADING Redis is loading the dataset in memory\r\n", "+PONG\r\n"});
  auto settings = patient(local(peer.port()));
  const auto client = start_redis_client(settings);
  const auto reply = ask(*client, {"GET", "a"}).value();
  EXPECT_EQ(reply.kind, Kind::failure);
  wait_until_well(*client);
  EXPECT_EQ(client->figures().openings, 1U);
  EXPECT_EQ(client->figures().connections, 1U);
}

TEST(RedisInTrouble, TheQueueIsBoundedByNumberAndByBytes) {
  PrivateRedis server;
  auto settings = patient(server.url());
  settings.commands_max = 100;
  settings.command_bytes_max = 1'000'000;
  const auto client = start_redis_client(settings);
  server.pause();
  std::vector<std::future<Result<RedisReply>>> waiting;
  for (int i = 0; i < 100; ++i)
    waiting.push_back(send(*client, {"ECHO", std::to_string(i)}));
  EXPECT_TRUE(is_told_at_once(*client));
  EXPECT_EQ(client->figures().queue_length, 100U);
  server.resume();
  for (int i = 0; i < 100; ++i)
    EXPECT_EQ(waiting[static_cast<std::size_t>(i)].get()->text, std::to_string(i));
  server.pause();
  auto large = send(*client, {"ECHO", std::string(900'000, 'x')});
  const auto rejected = ask(*client, {"ECHO", std::string(200'000, 'x')});
  ASSERT_FALSE(rejected);
  EXPECT_EQ(rejected.error().detail, "more commands wait for Redis than may");
  server.resume();
  EXPECT_TRUE(large.get());
  EXPECT_TRUE(client->is_well());
}

TEST(RedisInTrouble, TheEndOfTheClientEndsWhatIsUnderWay) {
  PrivateRedis server;
  auto client = start_redis_client(patient(server.url()));
  auto waiting = send(*client, {"BLPOP", "nothing", "0"});
  client.reset();
  const auto reply = waiting.get();
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, ErrorCode::unavailable);
}

TEST(RedisConcurrency, ThousandsOfCommandsOfManyThreadsGetTheirOwnAnswers) {
  const PrivateRedis server;
  const auto client = start_redis_client(patient(server.url()));
  constexpr int callers = 8;
  constexpr int commands = 2'000;
  std::atomic<int> wrong = 0;
  std::atomic<int> answered = 0;
  {
    std::vector<std::jthread> threads;
    for (int caller = 0; caller < callers; ++caller) {
      threads.emplace_back([&, caller] {
        for (int i = 0; i < commands; ++i) {
          // Fewer than the queue takes, though nobody waits.
          while (client->figures().queue_length > 5'000)
            std::this_thread::yield();
          const auto mine = std::to_string(caller) + ' ' + std::to_string(i);
          client->send({"ECHO", mine}, astronova::testing::long_enough,
                       [&, mine](const auto& reply) {
                         if (!reply || reply->text != mine) ++wrong;
                         ++answered;
                       });
        }
      });
    }
  }
  while (answered < callers * commands)
    std::this_thread::yield();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(client->figures().answered, std::uint64_t{callers * commands});
  EXPECT_EQ(client->figures().queue_length, 0U);
  EXPECT_EQ(client->figures().queue_bytes, 0U);
}

TEST(RedisConcurrency, EveryCallerIsToldOnceThoughRedisComesAndGoes) {
  PrivateRedis server;
  const auto client = start_redis_client(patient(server.url()));
  std::atomic<bool> is_over = false;
  std::atomic<int> asked = 0;
  std::atomic<int> told = 0;
  std::atomic<int> wrong = 0;
  {
    std::vector<std::jthread> threads;
    for (int caller = 0; caller < 4; ++caller) {
      threads.emplace_back([&] {
        while (!is_over) {
          const auto mine = std::to_string(++asked);
          client->send({"ECHO", mine}, 20ms, [&, mine](const auto& reply) {
            if (reply && reply->text != mine) ++wrong;
            ++told;
          });
          std::this_thread::yield();
        }
      });
    }
    for (int round = 0; round < 3; ++round) {
      server.stop();
      wait_until_well(*client, false);
      server.start();
      wait_until_well(*client);
    }
    is_over = true;
  }
  while (told < asked)
    std::this_thread::yield();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(told, asked);
}

}  // namespace
}  // namespace astronova::clients::redis
