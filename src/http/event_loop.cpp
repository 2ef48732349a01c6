#include "http/event_loop.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <cstdio>
#include <exception>

#include <fmt/format.h>

#include "http/connection.h"

namespace astronova::http {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;

/// Short enough to keep the shortest timeout by about an eighth, long enough to cost nothing.
milliseconds tick_length_for(const ServerOptions& options) {
  const milliseconds shortest =
      std::min({options.head_timeout, options.body_timeout, options.idle_timeout,
                options.write_timeout, options.linger_timeout, options.shutdown_grace});
  return std::clamp(shortest / 8, milliseconds(5), milliseconds(250));
}

asio::awaitable<void> serve(EventLoop& loop, Service& service, asio::ip::tcp::socket socket) {
  Connection connection(loop, service, std::move(socket));
  loop.add(connection);
  co_await connection.serve();
}

void report(const std::exception_ptr& failure) {
  if (!failure) return;
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& exception) {
    fmt::print(stderr, "astronova: a connection failed: {}\n", exception.what());
  }
}

}  // namespace

EventLoop::EventLoop(Service& service)
    : service_(service),
      tick_length_(tick_length_for(service.options)),
      context_(1),
      timer_(context_) {}

EventLoop::~EventLoop() = default;

bool EventLoop::run() {
  schedule_tick();
  context_.run();
  return was_drained_;
}

void EventLoop::stop() {
  asio::post(context_, [this] { begin_stop(); });
}

void EventLoop::adopt(asio::ip::tcp::socket socket) {
  connection_count_.fetch_add(1, std::memory_order_relaxed);
  asio::co_spawn(context_, serve(*this, service_, std::move(socket)),
                 [this](const std::exception_ptr& failure) {
                   report(failure);
                   forget_connection();
                 });
}

void EventLoop::forget_connection() {
  connection_count_.fetch_sub(1, std::memory_order_relaxed);
  end_if_drained();
}

EventLoop::Ticks EventLoop::deadline_after(milliseconds time) const {
  return now_ + static_cast<Ticks>(time / tick_length_) + 1;
}

void EventLoop::schedule_tick() {
  timer_.expires_after(tick_length_);
  timer_.async_wait([this](const boost::system::error_code&) { tick(); });
}

void EventLoop::tick() {
  now_ = static_cast<Ticks>((std::chrono::steady_clock::now() - started_) / tick_length_);
  for (LoopMember& member : members_)
    member.tick(now_);
  if (is_stopping_ && now_ >= grace_end_) {
    context_.stop();
    return;
  }
  schedule_tick();
}

void EventLoop::begin_stop() {
  if (is_stopping_) return;
  is_stopping_ = true;
  grace_end_ = deadline_after(service_.options.shutdown_grace);
  for (LoopMember& member : members_)
    member.stop();
  end_if_drained();
}

void EventLoop::end_if_drained() {
  if (!is_stopping_ || connection_count() != 0) return;
  was_drained_ = true;
  context_.stop();
}

}  // namespace astronova::http
