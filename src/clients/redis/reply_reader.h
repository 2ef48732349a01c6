#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "clients/redis.h"

struct redisReader;

namespace astronova::clients::redis {

/// Frees what hiredis has allocated.
struct Freed {
  void operator()(char* bytes) const;
};

/// A command as it is sent: an array of bulk strings.
struct CommandBytes {
  std::unique_ptr<char, Freed> bytes{};
  std::size_t size = 0;
};

CommandBytes command_bytes(const RedisCommand& command);

/// Reads replies (RESP2) from bytes that come piece by piece. What a peer claims of lengths
/// reserves no memory; only what it sends takes any.
///
/// Threads: one at a time.
/// source: https://redis.io/docs/reference/protocol-spec/
class ReplyReader {
 public:
  /// A reply may have so many bytes, and elements in all its lists.
  ReplyReader(std::size_t bytes_max, std::size_t elements_max);
  ~ReplyReader();
  ReplyReader(const ReplyReader&) = delete;
  ReplyReader& operator=(const ReplyReader&) = delete;

  void feed(std::string_view bytes);
  /// The next reply that is there as a whole, or none until more is fed.
  /// errors  malformed: it is not RESP2 or beyond a limit; nothing can be read after it
  Result<std::optional<RedisReply>> next();

 private:
  struct Free {
    void operator()(redisReader* reader) const;
  };
  struct Functions;

  const std::size_t bytes_max_;
  const std::size_t elements_max_;
  std::size_t bytes_ = 0;     // fed since the last reply
  std::size_t elements_ = 0;  // of the reply that is being read
  std::unique_ptr<redisReader, Free> reader_;
};

}  // namespace astronova::clients::redis
