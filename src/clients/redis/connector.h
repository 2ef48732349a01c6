#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string>
#include <vector>

#include "clients/redis.h"
#include "clients/redis/settings.h"
#include "clients/redis/stream.h"

namespace astronova::clients::redis {

/// What an attempt to connect came to.
struct Attempt {
  std::shared_ptr<Stream> stream{};  ///< none: there is no connection
  /// Why not, for callers and for the log; of static lifetime, without a secret or an address.
  const char* trouble = nullptr;
  std::string detail{};  ///< more of it, for the log alone
  /// How long the server took to answer, once it was reached.
  std::chrono::microseconds answer_took{};
};

/// Connects to Redis: finds the server, by its Sentinels where it has such, proves who it is and
/// who we are, and sees to it that it is one that can be written to.
///
/// Threads: all of it belongs to the thread that runs the loop.
/// source: https://redis.io/docs/reference/sentinel-clients/
class Connector {
 public:
  /// errors  data_missing: the file of authorities cannot be read
  static Result<std::unique_ptr<Connector>> make(boost::asio::io_context& loop,
                                                 const RedisSettings& settings);

  /// Attempts it, for as long as the settings say. Each attempt begins with another one of the
  /// addresses that a name has, and of the Sentinels.
  boost::asio::awaitable<Attempt> connect();

 private:
  Connector(boost::asio::io_context& loop, const RedisSettings& settings);

  boost::asio::awaitable<Attempt> attempt();
  boost::asio::awaitable<std::shared_ptr<Stream>> reach();
  boost::asio::awaitable<std::shared_ptr<Stream>> reach(const RedisHost& host);
  boost::asio::awaitable<std::shared_ptr<Stream>> reach_socket();
  boost::asio::awaitable<RedisHost> ask_sentinels();
  boost::asio::awaitable<RedisHost> ask_sentinel(const RedisHost& sentinel);
  boost::asio::awaitable<void> begin_tls(Stream& stream, const RedisHost& host);
  boost::asio::awaitable<void> introduce(Stream& stream);
  boost::asio::awaitable<std::vector<RedisReply>> converse(
      Stream& stream, const std::vector<RedisCommand>& commands);

  boost::asio::io_context& loop_;
  const RedisSettings& settings_;
  boost::asio::ssl::context tls_;
  boost::asio::ip::tcp::resolver resolver_;
  std::size_t attempts_ = 0;
};

/// The first word of an error of Redis, "NOAUTH" of "NOAUTH Authentication required.": the rest may
/// quote what was sent.
std::string kind_of_failure(const std::string& message);

}  // namespace astronova::clients::redis
