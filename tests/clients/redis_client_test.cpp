#include "clients/redis/redis_client.h"

#include <filesystem>
#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/clients/support/certificates.h"
#include "tests/clients/support/redis_asked.h"
#include "tests/support/private_redis.h"

namespace astronova::clients::redis {
namespace {

using namespace std::chrono_literals;
using astronova::testing::ask;
using astronova::testing::Certificates;
using astronova::testing::is_told_at_once;
using astronova::testing::patient;
using astronova::testing::PrivateRedis;
using astronova::testing::start_redis_client;
using astronova::testing::wait_until_well;
using ::testing::HasSubstr;
using Kind = RedisReply::Kind;

std::string why_not(Redis& redis) {
  const auto reply = ask(redis, {"PING"});
  return reply ? "it answers" : reply.error().detail;
}

TEST(RedisClient, AnswersAreOfEveryKind) {
  const PrivateRedis server;
  const auto client = start_redis_client(patient(server.url()));
  EXPECT_EQ(ask(*client, {"SET", "a", "1"}).value(), (RedisReply{Kind::text, "OK"}));
  EXPECT_EQ(ask(*client, {"GET", "a"}).value(), (RedisReply{Kind::text, "1"}));
  EXPECT_EQ(ask(*client, {"GET", "b"}).value(), RedisReply{});
  EXPECT_EQ(ask(*client, {"INCRBY", "a", "-3"}).value(), (RedisReply{Kind::number, "", -2}));
  EXPECT_EQ(ask(*client, {"EVAL", "return {1,{'a',false},'b',{}}", "0"}).value(),
            (RedisReply{Kind::list,
                        "",
                        0,
                        {{Kind::number, "", 1},
                         {Kind::list, "", 0, {{Kind::text, "a"}, {}}},
                         {Kind::text, "b"},
                         {Kind::list}}}));
}

TEST(RedisClient, ArgumentsAndAnswersAreAnyBytes) {
  const PrivateRedis server;
  const auto client = start_redis_client(patient(server.url()));
  std::string bytes(1'000'000, '\0');
  std::iota(bytes.begin(), bytes.end(), '\0');
  ASSERT_TRUE(ask(*client, {"SET", bytes.substr(0, 300), bytes}));
  EXPECT_EQ(ask(*client, {"GET", bytes.substr(0, 300)})->text, bytes);
  EXPECT_EQ(ask(*client, {"ECHO", ""}).value(), (RedisReply{Kind::text, ""}));
}

TEST(RedisClient, AnErrorOfACommandIsAnAnswerAndNoTrouble) {
  const PrivateRedis server;
  const auto client = start_redis_client(patient(server.url()));
  ask(*client, {"LPUSH", "list", "element"}).value();
  const auto reply = ask(*client, {"GET", "list"}).value();
  EXPECT_EQ(reply.kind, Kind::failure);
  EXPECT_THAT(reply.text, HasSubstr("WRONGTYPE"));
  EXPECT_TRUE(client->is_well());
  EXPECT_EQ(client->figures().answered, 1U);
  EXPECT_EQ(client->figures().failed, 1U);
}

TEST(RedisClient, AFullRedisRefusesWritesAndStaysWell) {
  const PrivateRedis server({"--maxmemory", "1", "--maxmemory-policy", "noeviction"});
  const auto client = start_redis_client(patient(server.url()));
  const auto reply = ask(*client, {"SET", "a", "1"}).value();
  EXPECT_EQ(reply.kind, Kind::failure);
  EXPECT_THAT(reply.text, HasSubstr("OOM"));
  EXPECT_TRUE(client->is_well());
  EXPECT_EQ(ask(*client, {"GET", "a"}).value(), RedisReply{});
}

TEST(RedisClient, SaysWhoItIsAndTakesTheDatabaseOfTheAddress) {
  const PrivateRedis server;
  const auto client = start_redis_client(patient(server.url() + "/3"));
  ask(*client, {"SET", "a", "1"}).value();
  EXPECT_EQ(server.run({"-n", "3", "GET", "a"}), "1\n");
  EXPECT_EQ(ask(*client, {"CLIENT", "GETNAME"})->text, "astronova");
}

TEST(RedisClient, ADatabaseThatIsNotThereIsTold) {
  const PrivateRedis server;
  const auto client = start_redis_client(patient(server.url() + "/99"));
  EXPECT_EQ(why_not(*client), "Redis does not let us use the database");
}

TEST(RedisClient, ProvesWhoItIsByAPassword) {
  const PrivateRedis server({"--requirepass", "a pass/word"});
  const auto port = std::to_string(server.port());
  const auto told = [&](const std::string& user) {
    const auto client = start_redis_client(patient("redis://" + user + "127.0.0.1:" + port));
    return why_not(*client);
  };
  EXPECT_EQ(told(":a%20pass%2Fword@"), "it answers");
  EXPECT_EQ(told(":another@"), "Redis refuses the user or the password");
  EXPECT_EQ(told(""), "Redis wants a password");
}

TEST(RedisClient, ProvesWhoItIsAsAUser) {
  const PrivateRedis server({"--user", "reader", "on", ">secret", "~*", "+@all"});
  const auto port = std::to_string(server.port());
  const auto client = start_redis_client(patient("redis://reader:secret@127.0.0.1:" + port));
  EXPECT_EQ(ask(*client, {"ACL", "WHOAMI"})->text, "reader");
  const auto stranger = start_redis_client(patient("redis://reader:other@127.0.0.1:" + port));
  EXPECT_EQ(why_not(*stranger), "Redis refuses the user or the password");
}

TEST(RedisClient, WorksForAUserWhoMayNotAskForTheRole) {
  const PrivateRedis server({"--user", "reader", "on", ">secret", "~*", "+get", "+ping"});
  const auto port = std::to_string(server.port());
  const auto client = start_redis_client(patient("redis://reader:secret@127.0.0.1:" + port));
  EXPECT_EQ(ask(*client, {"GET", "a"}).value(), RedisReply{});
}

TEST(RedisClient, WorksOverAUnixSocket) {
  const auto path = "/tmp/astronova-redis-" + std::to_string(getpid()) + ".sock";
  const PrivateRedis server({"--unixsocket", path});
  const auto client = start_redis_client(patient("unix://" + path));
  // Redis listens to its socket a little later than to its port.
  wait_until_well(*client);
  EXPECT_EQ(why_not(*client), "it answers");
  std::filesystem::remove(path);
}

class RedisOverTls : public ::testing::Test {
 protected:
  PrivateRedis server(const std::string& certificate) const {
    return PrivateRedis({"--tls-cert-file", certificate, "--tls-key-file", certificates_.key_file(),
                         "--tls-ca-cert-file", certificates_.authority(), "--tls-auth-clients",
                         "no"});
  }
  static RedisSettings settings(const PrivateRedis& server, const std::string& authority) {
    auto settings = patient("rediss://127.0.0.1:" + std::to_string(server.port()));
    settings.ca_file = authority;
    return settings;
  }

  const Certificates certificates_;
};

TEST_F(RedisOverTls, WorksWithACertificateOfAnAuthorityThatItTrusts) {
  const auto redis = server(certificates_.good());
  const auto client = start_redis_client(settings(redis, certificates_.authority()));
  const std::string large(3'000'000, 'x');
  EXPECT_EQ(ask(*client, {"ECHO", large})->text, large);
}

TEST_F(RedisOverTls, RefusesOtherCertificates) {
  const auto good = server(certificates_.good());
  for (const auto& authority : {certificates_.other_authority(), std::string{}}) {
    const auto client = start_redis_client(settings(good, authority));
    EXPECT_EQ(why_not(*client), "TLS with Redis fails") << authority;
  }
  for (const auto& certificate : {certificates_.other_name(), certificates_.expired()}) {
    const auto other = server(certificate);
    const auto client = start_redis_client(settings(other, certificates_.authority()));
    EXPECT_EQ(why_not(*client), "TLS with Redis fails") << certificate;
  }
}

TEST_F(RedisOverTls, DoesNotStartWithoutTheAuthorities) {
  RedisSettings settings = patient("rediss://127.0.0.1:1");
  settings.ca_file = "/nowhere/authorities.pem";
  const auto started = RedisClient::start(settings);
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, ErrorCode::data_missing);
}

TEST(RedisClient, ARedisThatStopsFailsItsCallersAndIsFoundWhenItIsBack) {
  PrivateRedis server;
  const auto client = start_redis_client(patient(server.url()));
  // It never answers: nobody pushes.
  auto waiting = astronova::testing::send(*client, {"BLPOP", "nothing", "0"});
  while (client->figures().queue_length == 0)
    std::this_thread::yield();
  server.stop();
  const auto failed = waiting.get();
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, ErrorCode::unavailable);
  EXPECT_FALSE(client->is_well());
  EXPECT_TRUE(is_told_at_once(*client));
  EXPECT_EQ(client->figures().openings, 1U);
  server.start();
  wait_until_well(*client);
  EXPECT_EQ(why_not(*client), "it answers");
  EXPECT_EQ(client->figures().connections, 2U);
  EXPECT_EQ(client->figures().queue_length, 0U);
}

TEST(RedisClient, StartsWithoutRedisAndFindsItWhenItComes) {
  PrivateRedis server;
  server.stop();
  const auto client = start_redis_client(patient(server.url()));
  EXPECT_TRUE(is_told_at_once(*client));
  EXPECT_EQ(why_not(*client), "Redis cannot be reached");
  server.start();
  wait_until_well(*client);
}

TEST(RedisClient, WritesToNoReplica) {
  PrivateRedis master;
  const PrivateRedis server({"--replicaof", "127.0.0.1 " + std::to_string(master.port())});
  const auto client = start_redis_client(patient(server.url()));
  EXPECT_EQ(why_not(*client), "Redis is a replica, which cannot be written to");
  server.run({"REPLICAOF", "NO", "ONE"});
  wait_until_well(*client);
  EXPECT_EQ(ask(*client, {"SET", "a", "1"})->text, "OK");
  server.run({"REPLICAOF", "127.0.0.1", std::to_string(master.port())});
  EXPECT_EQ(ask(*client, {"SET", "a", "1"}).value().kind, Kind::failure);
  wait_until_well(*client, false);
}

TEST(RedisClient, FollowsTheMasterThatTheSentinelsName) {
  // It would wait for more replicas before it sends this one its data.
  PrivateRedis first({"--repl-diskless-sync-delay", "0"});
  const PrivateRedis second({"--replicaof", "127.0.0.1 " + std::to_string(first.port())});
  const PrivateRedis sentinel({"--sentinel"});
  const auto port = std::to_string(first.port());
  sentinel.run({"SENTINEL", "MONITOR", "main", "127.0.0.1", port, "1"});
  sentinel.run({"SENTINEL", "SET", "main", "down-after-milliseconds", "200"});
  const auto nobody = std::to_string(astronova::testing::free_port());
  const auto client =
      start_redis_client(patient("redis+sentinel://127.0.0.1:" + nobody +
                                 ",127.0.0.1:" + std::to_string(sentinel.port()) + "/main/2"));
  EXPECT_EQ(ask(*client, {"SET", "a", "1"})->text, "OK");
  EXPECT_EQ(first.run({"-n", "2", "GET", "a"}), "1\n");
  // The Sentinel must have met the replica.
  while (sentinel.run({"SENTINEL", "REPLICAS", "main"}).find("master-link-status\nok") ==
         std::string::npos) {
  }
  first.stop();
  wait_until_well(*client, false);
  wait_until_well(*client);
  EXPECT_EQ(ask(*client, {"SET", "b", "2"})->text, "OK");
  EXPECT_EQ(second.run({"-n", "2", "GET", "b"}), "2\n");
}

TEST(RedisClient, TellsOfSentinelsThatKnowNoSuchMaster) {
  const PrivateRedis sentinel({"--sentinel"});
  const auto client = start_redis_client(
      patient("redis+sentinel://127.0.0.1:" + std::to_string(sentinel.port()) + "/other"));
  EXPECT_EQ(why_not(*client), "the Sentinels of Redis know no master of that name");
}

}  // namespace
}  // namespace astronova::clients::redis
