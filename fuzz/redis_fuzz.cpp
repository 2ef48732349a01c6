// What a Redis that lies may say, and what an operator may write for its address, from arbitrary
// bytes: nothing may crash, replies are the same however the bytes are cut, and what is no kept
// value is none.

#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "cache/redis/envelope.h"
#include "clients/redis/redis_address.h"
#include "clients/redis/reply_reader.h"

namespace {

using namespace astronova;
using clients::RedisReply;
using clients::redis::ReplyReader;

constexpr std::size_t bytes_max = 4'096;
constexpr std::size_t elements_max = 256;
constexpr cache::CacheSpace space{"fuzz", 1};

void require(bool holds) {
  if (!holds) std::abort();
}

std::size_t elements_of(const RedisReply& reply) {
  std::size_t count = 1;
  for (const auto& element : reply.list)
    count += elements_of(element);
  return count;
}

// All replies before what is none.
std::vector<RedisReply> read_in_pieces(std::string_view bytes, std::size_t piece) {
  ReplyReader reader(bytes_max, elements_max);
  std::vector<RedisReply> replies;
  while (!bytes.empty()) {
    reader.feed(bytes.substr(0, piece));
    bytes.remove_prefix(std::min(piece, bytes.size()));
    for (;;) {
      auto reply = reader.next();
      if (!reply) return replies;
      if (!*reply) break;
      require(elements_of(**reply) <= elements_max);
      replies.push_back(**std::move(reply));
    }
  }
  return replies;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data + 1), size - 1);
  // Cut otherwise, a long one may break off elsewhere.
  if (input.size() < bytes_max)
    require(read_in_pieces(input, 1U + data[0] % 64U) == read_in_pieces(input, input.size()));
  static const auto key = cache::CacheKey::of(space, {"a"});
  if (const auto value = cache::redis::opened_value(key, input)) {
    const auto sealed = cache::redis::sealed_value(key, *value);
    require(cache::redis::opened_value(key, sealed) == value);
  }
  const auto address = clients::redis::parse_redis_address(input);
  if (address) require(!address->hosts.empty() || !address->socket_path.empty());
  return 0;
}
