#include "http/connection.h"

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <memory>

#include "http/problem.h"
#include "http/request_id.h"
#include "http/response_head.h"

namespace astronova::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

/// A client that has its answer and does not hang up must not hold the shutdown up.
constexpr std::chrono::milliseconds linger_while_stopping(500);

}  // namespace

Connection::Connection(EventLoop& loop, Service& service, asio::ip::tcp::socket socket)
    : loop_(loop),
      service_(service),
      socket_(std::move(socket)),
      buffer_(service.options.header_bytes),
      parser_({service.options.header_bytes, service.options.body_bytes}) {
  error_code ignored;
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  // Answers are tried at once and awaited only when the client's window is full.
  socket_.non_blocking(true, ignored);
}

asio::awaitable<void> Connection::serve() {
  for (;;) {
    const Received received = co_await receive();
    if (received == Received::closed) co_return;
    fill_request();
    Response response;
    bool keep_alive = false;
    if (received == Received::refused) {
      response = refusal();
    } else {
      response = co_await answer();
      keep_alive = parser_.keep_alive() && !loop_.is_stopping();
    }
    const bool is_written = co_await write(response, keep_alive);
    if (!is_written) co_return;
    if (!keep_alive) {
      co_await linger();
      co_return;
    }
    // A client with a hundred requests under way takes turns with the others.
    if (buffer_.has_unread()) co_await asio::post(loop_.context(), asio::use_awaitable);
  }
}

asio::awaitable<Connection::Received> Connection::receive() {
  buffer_.begin_message();
  parser_.reset();
  request_.clear();
  failure_ = {};
  enter(buffer_.has_unread() ? Phase::head : Phase::idle);
  for (;;) {
    if (buffer_.has_unread()) {
      const auto received = parse();
      if (received) co_return *received;
    }
    const std::size_t size = co_await receive_more();
    if (size == 0) co_return failure_.status == 0 ? Received::closed : Received::refused;
    buffer_.produce(size);
    if (phase_ == Phase::idle) enter(Phase::head);
  }
}

std::optional<Connection::Received> Connection::parse() {
  skip_empty_lines();
  const bool is_half_a_line_end =
      buffer_.unread_begin() == 0 && buffer_.end() == 1 && buffer_.data()[0] == '\r';
  if (!buffer_.has_unread() || is_half_a_line_end) return std::nullopt;
  buffer_.consume(parser_.parse(buffer_.data(), buffer_.unread_begin(), buffer_.end()));
  failure_ = parser_.failure();
  if (failure_.status != 0) return Received::refused;
  if (parser_.is_complete()) return Received::request;
  if (phase_ == Phase::head && parser_.is_head_complete()) begin_body();
  return std::nullopt;
}

// RFC 9112, 2.2: some clients send an empty line after a body.
void Connection::skip_empty_lines() {
  while (buffer_.unread_begin() == 0 && buffer_.end() >= 2 && buffer_.data()[0] == '\r' &&
         buffer_.data()[1] == '\n') {
    buffer_.consume(2);
    buffer_.begin_message();
  }
}

void Connection::begin_body() {
  buffer_.end_head(parser_.head_size());
  enter(Phase::body);
  if (!parser_.expects_continue() || buffer_.has_unread()) return;
  constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
  error_code ignored;
  socket_.write_some(asio::buffer(go_on), ignored);
}

/// Waits for bytes; 0 when there will be none, with failure_ set where the client deserves a word.
asio::awaitable<std::size_t> Connection::receive_more() {
  const auto [place, room] = buffer_.free_space();
  if (room == 0) {
    failure_ = {400, "The body's chunk extensions or trailers are too long."};
    co_return 0;
  }
  if (phase_ == Phase::idle && loop_.is_stopping()) co_return receive_at_once();
  error_code error;
  const std::size_t size = co_await socket_.async_read_some(
      asio::buffer(place, room), asio::redirect_error(asio::use_awaitable, error));
  if (!error) co_return size;
  if (error != asio::error::operation_aborted) co_return 0;
  if (!is_timed_out_) co_return receive_at_once();
  if (phase_ == Phase::head) failure_ = {408, "The head of the request took too long to arrive."};
  if (phase_ == Phase::body) failure_ = {408, "The body of the request took too long to arrive."};
  co_return 0;
}

/// What a client sent before it could know that the server stops is still answered.
std::size_t Connection::receive_at_once() {
  const auto [place, room] = buffer_.free_space();
  error_code error;
  const std::size_t size = socket_.read_some(asio::buffer(place, room), error);
  return error ? 0 : size;
}

void Connection::fill_request() {
  parser_.fill(request_, buffer_.data());
  if (parser_.method(buffer_.data()) == "HEAD") request_.method = Method::head;
  const auto id = request_.header("X-Request-Id");
  request_.request_id = id && is_request_id(*id) ? std::string(*id) : make_request_id();
}

Response Connection::refusal() const {
  return problem_response({failure_.status, std::string(failure_.detail), {}, {}, {}},
                          request_.request_id);
}

asio::awaitable<Response> Connection::answer() {
  enter(Phase::working);
  auto plan = service_.responder.plan(parser_.method(buffer_.data()),
                                      parser_.target(buffer_.data()), request_);
  if (!plan.route) co_return std::move(plan.response);
  if (plan.route->info.execution == Execution::on_loop) {
    co_return service_.responder.respond(*plan.route, request_);
  }
  co_return co_await answer_on_worker(*plan.route);
}

asio::awaitable<Response> Connection::answer_on_worker(const Router::Route& route) {
  Response response;
  const auto start = [&, this](auto handler) {
    // Jobs are copyable, completion handlers are not.
    auto done = std::make_shared<decltype(handler)>(std::move(handler));
    const auto finish = [&context = loop_.context(), done](bool is_accepted) {
      asio::post(context, [done, is_accepted] { (*done)(is_accepted); });
    };
    const bool is_accepted = service_.workers.submit([&, this, finish] {
      response = service_.responder.respond(route, request_);
      finish(true);
    });
    if (!is_accepted) finish(false);
  };
  const bool is_accepted = co_await asio::async_initiate<const asio::use_awaitable_t<>, void(bool)>(
      start, asio::use_awaitable);
  if (is_accepted) co_return response;
  Response busy = problem_response(
      {503, "Too many long computations are waiting: try again in a second.", {}, {}, {}},
      request_.request_id);
  busy.headers.emplace_back("Retry-After", "1");
  co_return busy;
}

asio::awaitable<bool> Connection::write(const Response& response, bool keep_alive) {
  enter(Phase::writing);
  head_.clear();
  append_response_head(head_, request_, response, service_.responder.cors(), keep_alive);
  const bool is_head_only = request_.method == Method::head;
  const std::string_view content = is_head_only ? std::string_view() : response.content();
  const std::array<asio::const_buffer, 2> buffers{asio::buffer(head_), asio::buffer(content)};
  error_code error;
  const std::size_t written = socket_.write_some(buffers, error);
  if (written == head_.size() + content.size()) co_return true;
  if (error && error != asio::error::would_block) co_return false;
  const std::size_t head_written = std::min(written, head_.size());
  const std::array<asio::const_buffer, 2> rest{buffers[0] + head_written,
                                               buffers[1] + (written - head_written)};
  co_await asio::async_write(socket_, rest, asio::redirect_error(asio::use_awaitable, error));
  co_return !error;
}

/// Closing while the client still sends would make its system throw our answer away: so we end our
/// side, and swallow what comes until the client has ended its own (RFC 9112, 9.6).
asio::awaitable<void> Connection::linger() {
  enter(Phase::lingering);
  error_code error;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, error);
  std::array<char, 16'384> swallowed{};
  while (!error) {
    co_await socket_.async_read_some(asio::buffer(swallowed),
                                     asio::redirect_error(asio::use_awaitable, error));
  }
}

void Connection::enter(Phase phase) {
  phase_ = phase;
  is_timed_out_ = false;
  const auto& options = service_.options;
  switch (phase) {
    case Phase::idle:
      deadline_ = loop_.deadline_after(options.idle_timeout);
      return;
    case Phase::head:
      deadline_ = loop_.deadline_after(options.head_timeout);
      return;
    case Phase::body:
      deadline_ = loop_.deadline_after(options.body_timeout);
      return;
    case Phase::working:
      deadline_ = 0;
      return;
    case Phase::writing:
      deadline_ = loop_.deadline_after(options.write_timeout);
      return;
    case Phase::lingering:
      deadline_ = loop_.deadline_after(loop_.is_stopping()
                                           ? std::min(options.linger_timeout, linger_while_stopping)
                                           : options.linger_timeout);
      return;
  }
}

void Connection::wake() {
  error_code ignored;
  socket_.cancel(ignored);
}

void Connection::tick(EventLoop::Ticks now) {
  if (deadline_ == 0 || now < deadline_) return;
  deadline_ = 0;
  is_timed_out_ = true;
  error_code ignored;
  if (phase_ == Phase::writing || phase_ == Phase::lingering) {
    socket_.close(ignored);
  } else {
    wake();
  }
}

void Connection::stop() {
  if (phase_ == Phase::idle) wake();
  if (phase_ == Phase::lingering) enter(Phase::lingering);
}

}  // namespace astronova::http
