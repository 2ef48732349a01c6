#pragma once

#include <array>
#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <future>
#include <mutex>
#include <random>
#include <thread>

#include "clients/redis/connector.h"
#include "clients/redis/pending.h"
#include "clients/redis/redis_client.h"

namespace astronova::clients::redis {

/// What RedisClient is made of: a loop with its thread, the connection, the commands on their way,
/// the circuit and its probe.
///
/// Threads: send(), is_well() and figures() are for all; the rest belongs to the loop's thread.
class RedisClient::Engine {
 public:
  explicit Engine(RedisSettings settings);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// errors  data_missing
  Result<void> start();
  void send(const RedisCommand& command, std::chrono::milliseconds within, Done done);
  bool is_well() const { return is_well_.load(std::memory_order_relaxed); }
  const RedisFigures& figures() const { return figures_; }

 private:
  // A connection with what is being sent and received on it.
  struct Link {
    Link(std::shared_ptr<Stream> connected, const RedisSettings& settings)
        : stream(std::move(connected)),
          reader(settings.reply_bytes_max, settings.reply_elements_max) {}

    std::shared_ptr<Stream> stream;
    ReplyReader reader;
    std::vector<CommandBytes> sending{};  // lives until the system has taken it
    bool is_lost = false;
    std::array<char, 65'536> received{};
  };

  Error unavailable(const char* why) const;
  bool reserve(std::size_t bytes);
  void take_inbox();

  boost::asio::awaitable<void> keep_connected();
  void adopt(const Attempt& attempt);
  boost::asio::awaitable<void> pause();
  void lose(const char* trouble, const std::string& detail);

  void write_more();
  void read_more();
  void read(std::string_view bytes);
  void take_reply(RedisReply reply);

  void open_circuit(const char* trouble, const std::string& detail);
  void close_circuit();
  std::chrono::milliseconds next_pause();
  void probe();
  void end_probe(const RedisReply& reply);

  Time next_event() const;
  void set_timer();
  void look_at_the_time();

  const RedisSettings settings_;
  RedisFigures figures_;
  std::atomic<bool> is_well_ = false;
  std::atomic<const char*> trouble_;

  std::mutex inbox_mutex_;
  std::vector<std::unique_ptr<Pending>> inbox_;

  boost::asio::io_context loop_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  std::unique_ptr<Connector> connector_;
  boost::asio::steady_timer timer_;
  Time timer_at_ = Time::max();
  boost::asio::steady_timer lost_;  // cancelled when the connection is
  std::shared_ptr<Link> link_;
  PendingCommands pending_;
  Time heard_{};                 // when the server was last heard of, or given something to answer
  Time probe_at_ = Time::max();  // when to probe next; max: not now
  Time probed_{};                // when the probe under way was sent
  bool is_probing_ = false;
  Time well_since_{};
  std::chrono::milliseconds pause_{0};
  std::minstd_rand jitter_{std::random_device{}()};
  Time logged_{};
  bool is_trouble_logged_ = false;
  std::promise<void> attempted_;
  bool has_attempted_ = false;
  std::thread thread_;
};

}  // namespace astronova::clients::redis
