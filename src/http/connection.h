#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <optional>
#include <string>

#include "http/event_loop.h"
#include "http/message.h"
#include "http/receive_buffer.h"
#include "http/request_parser.h"

namespace astronova::http {

/// One client's connection, from its first byte to its last.
class Connection final : public LoopMember {
 public:
  Connection(EventLoop& loop, Service& service, boost::asio::ip::tcp::socket socket);

  /// Answers requests in their order until either side closes or a deadline passes.
  boost::asio::awaitable<void> serve();

  /// Enforces the deadline.
  void tick(EventLoop::Ticks now) override;
  /// Wakes the connection if it waits for a request that may never come.
  void stop() override;

 private:
  enum class Phase { idle, head, body, working, writing, lingering };
  enum class Received { request, refused, closed };

  boost::asio::awaitable<Received> receive();
  boost::asio::awaitable<std::size_t> receive_more();
  boost::asio::awaitable<Response> answer();
  boost::asio::awaitable<Response> answer_on_worker(const Router::Route& route);
  boost::asio::awaitable<bool> write(const Response& response, bool keep_alive);
  boost::asio::awaitable<void> linger();

  /// What parsing the received bytes leads to; none when more are needed.
  std::optional<Received> parse();
  void skip_empty_lines();
  void begin_body();
  std::size_t receive_at_once();
  void fill_request();
  Response refusal() const;
  void enter(Phase phase);
  void wake();

  EventLoop& loop_;
  Service& service_;
  boost::asio::ip::tcp::socket socket_;
  Phase phase_ = Phase::idle;
  EventLoop::Ticks deadline_ = 0;
  bool is_timed_out_ = false;
  RequestParser::Failure failure_;
  ReceiveBuffer buffer_;
  RequestParser parser_;
  Request request_;
  std::string head_;
};

}  // namespace astronova::http
