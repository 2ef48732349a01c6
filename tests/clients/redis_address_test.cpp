#include "clients/redis/redis_address.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace astronova::clients::redis {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(RedisAddress, NamesTheHostThePortAndTheDatabase) {
  const auto plain = parse_redis_address("redis://cache.example").value();
  EXPECT_THAT(plain.hosts, ElementsAre(RedisHost{"cache.example", 6379}));
  EXPECT_FALSE(plain.tls);
  EXPECT_EQ(plain.database, 0U);
  const auto full = parse_redis_address("rediss://[::1]:7000/12").value();
  EXPECT_THAT(full.hosts, ElementsAre(RedisHost{"::1", 7000}));
  EXPECT_TRUE(full.tls);
  EXPECT_EQ(full.database, 12U);
  EXPECT_EQ(parse_redis_address("redis://localhost/")->database, 0U);
}

TEST(RedisAddress, UserAndPasswordArePercentDecoded) {
  const auto both = parse_redis_address("redis://us%40er:p%3A%2Fss:w%25rd@host").value();
  EXPECT_EQ(both.user, "us@er");
  EXPECT_EQ(both.password, "p:/ss:w%rd");
  const auto alone = parse_redis_address("redis://:secret@host:1").value();
  EXPECT_EQ(alone.user, "");
  EXPECT_EQ(alone.password, "secret");
  EXPECT_THAT(alone.hosts, ElementsAre(RedisHost{"host", 1}));
}

TEST(RedisAddress, SentinelsAreSeveralAndNameAMaster) {
  const auto address =
      parse_redis_address("redis+sentinel://:pw@a,b:1,[::2]/my%20master/4").value();
  EXPECT_THAT(address.hosts,
              ElementsAre(RedisHost{"a", 26379}, RedisHost{"b", 1}, RedisHost{"::2", 26379}));
  EXPECT_EQ(address.master_name, "my master");
  EXPECT_EQ(address.database, 4U);
  EXPECT_EQ(address.password, "pw");
}

TEST(RedisAddress, AUnixSocketIsAPath) {
  const auto address = parse_redis_address("unix://:pw@/run/redis/redis.sock").value();
  EXPECT_EQ(address.socket_path, "/run/redis/redis.sock");
  EXPECT_EQ(address.password, "pw");
}

TEST(RedisAddress, WhatIsWrongIsSaidWithoutThePassword) {
  const auto told = [](const char* url) {
    const auto address = parse_redis_address(url);
    return address ? "nothing" : address.error().detail;
  };
  EXPECT_THAT(told(""), HasSubstr("redis://"));
  EXPECT_THAT(told("localhost:6379"), HasSubstr("redis://"));
  EXPECT_THAT(told("http://localhost"), HasSubstr("redis://"));
  EXPECT_THAT(told("redis://"), HasSubstr("host is missing"));
  EXPECT_THAT(told("redis://:1"), HasSubstr("host is missing"));
  EXPECT_THAT(told("redis://host:0"), HasSubstr("port"));
  EXPECT_THAT(told("redis://host:"), HasSubstr("port"));
  EXPECT_THAT(told("redis://host:65536"), HasSubstr("port"));
  EXPECT_THAT(told("redis://::1"), HasSubstr("brackets"));
  EXPECT_THAT(told("redis://[::1"), HasSubstr("]"));
  EXPECT_THAT(told("redis://[::1]6379"), HasSubstr("]"));
  EXPECT_THAT(told("redis://host/a"), HasSubstr("database"));
  EXPECT_THAT(told("redis://host/-1"), HasSubstr("database"));
  EXPECT_THAT(told("redis://host?db=1"), HasSubstr("%3F"));
  EXPECT_THAT(told("redis://a,b"), HasSubstr("redis+sentinel"));
  EXPECT_THAT(told("redis+sentinel://a"), HasSubstr("master"));
  EXPECT_THAT(told("redis://secret@host"), HasSubstr("user:password@"));
  EXPECT_THAT(told("redis://user:@host"), HasSubstr("empty"));
  EXPECT_THAT(told("redis://:%zz@host"), HasSubstr("%25"));
  EXPECT_THAT(told("redis://:%a@host"), HasSubstr("%25"));
  EXPECT_THAT(told("unix://"), HasSubstr("unix:///path"));
  EXPECT_THAT(told("redis://:sec/ret@host"), HasSubstr("%2F"));
  EXPECT_THAT(told("redis://:sec#ret@host"), HasSubstr("%23"));
  for (const auto* url :
       {"redis://:sec/ret@host", "redis://:sec#ret@host", "redis://:sec%ret@host"})
    EXPECT_THAT(told(url), Not(HasSubstr("ret")));
}

}  // namespace
}  // namespace astronova::clients::redis
