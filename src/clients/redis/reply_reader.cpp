#include "clients/redis/reply_reader.h"

#include <cstdlib>
#include <new>
#include <vector>

#include <hiredis/hiredis.h>

namespace astronova::clients::redis {

void Freed::operator()(char* bytes) const {
  redisFreeCommand(bytes);
}

CommandBytes command_bytes(const RedisCommand& command) {
  std::vector<const char*> words;
  std::vector<std::size_t> sizes;
  words.reserve(command.size());
  sizes.reserve(command.size());
  for (const auto& word : command) {
    words.push_back(word.data());
    sizes.push_back(word.size());
  }
  char* bytes = nullptr;
  const auto size =
      redisFormatCommandArgv(&bytes, static_cast<int>(command.size()), words.data(), sizes.data());
  if (size < 0) throw std::bad_alloc{};
  return {std::unique_ptr<char, Freed>(bytes), static_cast<std::size_t>(size)};
}

// What hiredis calls to make a reply's parts. None of them reserves what the peer only promises.
struct ReplyReader::Functions {
  // A part in its place. While the parts of a list are read nothing is added before it, so that the
  // pointers that hiredis holds stay good.
  static RedisReply* add(const redisReadTask* task, RedisReply::Kind kind) {
    auto& reader = *static_cast<ReplyReader*>(task->privdata);
    if (++reader.elements_ > reader.elements_max_) return nullptr;
    if (!task->parent) return new RedisReply{kind};
    return &static_cast<RedisReply*>(task->parent->obj)->list.emplace_back(RedisReply{kind});
  }
  static void* create_text(const redisReadTask* task, char* text, std::size_t size) {
    auto* const reply = add(
        task, task->type == REDIS_REPLY_ERROR ? RedisReply::Kind::failure : RedisReply::Kind::text);
    if (reply) reply->text.assign(text, size);
    return reply;
  }
  static void* create_list(const redisReadTask* task, int) {
    return add(task, RedisReply::Kind::list);
  }
  static void* create_number(const redisReadTask* task, long long number) {
    auto* const reply = add(task, RedisReply::Kind::number);
    if (reply) reply->number = number;
    return reply;
  }
  static void* create_nothing(const redisReadTask* task) {
    return add(task, RedisReply::Kind::nothing);
  }
  static void free_reply(void* reply) { delete static_cast<RedisReply*>(reply); }

  static redisReplyObjectFunctions& table() {
    static redisReplyObjectFunctions functions{create_text, create_list, create_number,
                                               create_nothing, free_reply};
    return functions;
  }
};

void ReplyReader::Free::operator()(redisReader* reader) const {
  redisReaderFree(reader);
}

ReplyReader::ReplyReader(std::size_t bytes_max, std::size_t elements_max)
    : bytes_max_(bytes_max),
      elements_max_(elements_max),
      reader_(redisReaderCreateWithFunctions(&Functions::table())) {
  if (!reader_) throw std::bad_alloc{};
  reader_->privdata = this;
}

ReplyReader::~ReplyReader() = default;

void ReplyReader::feed(std::string_view bytes) {
  bytes_ += bytes.size();
  redisReaderFeed(reader_.get(), bytes.data(), bytes.size());
}

Result<std::optional<RedisReply>> ReplyReader::next() {
  void* read = nullptr;
  const bool is_resp = redisReaderGetReply(reader_.get(), &read) == REDIS_OK;
  const std::unique_ptr<RedisReply> reply(static_cast<RedisReply*>(read));
  if (!is_resp || (!reply && bytes_ > bytes_max_))
    return Error{ErrorCode::malformed, "what answers is not Redis, or answers too much", {}};
  if (!reply) return std::optional<RedisReply>{};
  bytes_ = 0;
  elements_ = 0;
  return std::optional{std::move(*reply)};
}

}  // namespace astronova::clients::redis
