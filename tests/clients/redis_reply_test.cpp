#include <gtest/gtest.h>

#include "clients/redis/reply_reader.h"

namespace astronova::clients::redis {
namespace {

using Kind = RedisReply::Kind;

constexpr std::string_view all_kinds =
    "+OK\r\n-ERR "
    "no\r\n:-42\r\n$5\r\na\r\nbc\r\n$-1\r\n*-1\r\n*3\r\n:1\r\n*2\r\n+a\r\n$0\r\n\r\n$-1\r\n";

std::vector<RedisReply> read_all(ReplyReader& reader) {
  std::vector<RedisReply> replies;
  while (auto reply = reader.next().value())
    replies.push_back(*std::move(reply));
  return replies;
}

const std::vector<RedisReply> expected{
    {Kind::text, "OK"},
    {Kind::failure, "ERR no"},
    {Kind::number, "", -42},
    {Kind::text, "a\r\nbc"},
    {},
    {},
    {Kind::list,
     "",
     0,
     {{Kind::number, "", 1}, {Kind::list, "", 0, {{Kind::text, "a"}, {Kind::text, ""}}}, {}}}};

TEST(RedisReplies, AreReadWhereverTheBytesAreCut) {
  for (std::size_t cut = 0; cut <= all_kinds.size(); ++cut) {
    ReplyReader reader(1'000, 1'000);
    reader.feed(all_kinds.substr(0, cut));
    auto replies = read_all(reader);
    reader.feed(all_kinds.substr(cut));
    for (auto& reply : read_all(reader))
      replies.push_back(std::move(reply));
    ASSERT_EQ(replies, expected) << cut;
  }
}

TEST(RedisReplies, AreReadByteByByte) {
  ReplyReader reader(1'000, 1'000);
  std::vector<RedisReply> replies;
  for (const char byte : all_kinds) {
    reader.feed({&byte, 1});
    for (auto& reply : read_all(reader))
      replies.push_back(std::move(reply));
  }
  EXPECT_EQ(replies, expected);
}

TEST(RedisReplies, LimitsAreForEachReply) {
  ReplyReader reader(100, 3);
  for (int i = 0; i < 100; ++i) {
    reader.feed("*2\r\n:1\r\n:2\r\n");
    ASSERT_TRUE(reader.next().value());
  }
  reader.feed("*3\r\n:1\r\n:2\r\n:3\r\n");
  EXPECT_FALSE(reader.next());
}

TEST(RedisReplies, ACommandIsAnArrayOfBulkStrings) {
  const auto command = command_bytes({"SET", "", std::string("\0\r\n", 3)});
  EXPECT_EQ(std::string_view(command.bytes.get(), command.size),
            std::string_view("*3\r\n$3\r\nSET\r\n$0\r\n\r\n$3\r\n\0\r\n\r\n", 28));
}

}  // namespace
}  // namespace astronova::clients::redis
