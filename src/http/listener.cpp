#include "http/listener.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdio>

#include <fmt/format.h>

namespace astronova::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::milliseconds;

constexpr int backlog = 4096;

/// Whether accepting failed for the one connection only, which has gone before we took it.
bool is_passing(const error_code& error) {
  return error == asio::error::connection_aborted || error == asio::error::connection_reset ||
         error == asio::error::interrupted;
}

}  // namespace

Listener::Listener(Loops& loops, std::size_t connections_max)
    : loops_(loops),
      connections_max_(connections_max),
      acceptor_(loops.front()->context()),
      timer_(loops.front()->context()) {}

Result<void> Listener::listen(const std::string& address, std::uint16_t port) {
  error_code error;
  const auto parsed = asio::ip::make_address(address, error);
  const tcp::endpoint endpoint(parsed, port);
  if (!error) acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error && parsed.is_v6()) acceptor_.set_option(asio::ip::v6_only(false), error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(backlog, error);
  if (!error) acceptor_.non_blocking(true, error);
  if (error) {
    return Error{ErrorCode::invalid_value,
                 fmt::format("cannot listen on {} port {}: {}", address, port, error.message()),
                 {}};
  }
  port_ = acceptor_.local_endpoint(error).port();
  return {};
}

void Listener::start() {
  asio::co_spawn(loops_.front()->context(), accept_until_stopped(), asio::detached);
}

bool Listener::has_room() const {
  std::size_t count = 0;
  for (const auto& loop : loops_)
    count += loop->connection_count();
  return count < connections_max_;
}

EventLoop& Listener::least_busy_loop() {
  std::size_t best = next_loop_;
  for (std::size_t i = 1; i < loops_.size(); ++i) {
    const std::size_t candidate = (next_loop_ + i) % loops_.size();
    if (loops_[candidate]->connection_count() < loops_[best]->connection_count()) best = candidate;
  }
  next_loop_ = (best + 1) % loops_.size();
  return *loops_[best];
}

asio::awaitable<void> Listener::pause(milliseconds time) {
  error_code ignored;
  timer_.expires_after(time);
  co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

asio::awaitable<void> Listener::accept_until_stopped() {
  while (!is_stopping_) {
    if (!has_room()) {
      co_await pause(milliseconds(10));
      continue;
    }
    EventLoop& loop = least_busy_loop();
    auto [error, socket] =
        co_await acceptor_.async_accept(loop.context(), asio::as_tuple(asio::use_awaitable));
    if (!error) {
      loop.adopt(std::move(socket));
    } else if (error != asio::error::operation_aborted && !is_passing(error)) {
      // Out of descriptors or memory: only other connections' ends will help, so do not spin.
      fmt::print(stderr, "astronova: cannot accept: {}\n", error.message());
      co_await pause(milliseconds(200));
    }
  }
}

void Listener::stop() {
  if (is_stopping_) return;
  is_stopping_ = true;
  error_code error;
  acceptor_.cancel(error);
  timer_.cancel();
  for (;;) {
    EventLoop& loop = least_busy_loop();
    tcp::socket socket(loop.context());
    acceptor_.accept(socket, error);
    if (error) break;
    loop.adopt(std::move(socket));
  }
  acceptor_.close(error);
}

}  // namespace astronova::http
