// What a connection does with a request that it has received; connection.cpp has the receiving.

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "base/work_context.h"
#include "http/buffer_pool.h"
#include "http/connection.h"
#include "http/problem.h"
#include "http/request_id.h"
#include "http/response_head.h"

namespace astronova::http {
namespace {

constexpr std::string_view too_much_to_do =
    "The server has more to do than it can do in time: try again in a second.";

}  // namespace

void Connection::fill_request() {
  parser_.fill(request_, buffer_.data());
  request_.peer_address = peer_address_;
  request_.protocol = parser_.is_http_1_0() ? "HTTP/1.0" : "HTTP/1.1";
  request_.is_over_tls = transport_.is_tls();
  if (parser_.method(buffer_.data()) == "HEAD") request_.method = Method::head;
  const auto id = request_.header("X-Request-Id");
  if (id && is_request_id(*id)) {
    request_.request_id = *id;
  } else {
    make_request_id(request_.request_id);
  }
  const auto now = std::chrono::steady_clock::now();
  request_.deadline = now + service_.options.request_timeout;
  exchange_.begin(request_, now);
}

void Connection::refuse(unsigned status, std::string_view detail) {
  fill_request();
  response_ = problem_response({status, std::string(detail), {}, {}, {}}, request_.request_id);
  if (status == 503) response_.headers.emplace_back("Retry-After", "1");
  send(false);
}

void Connection::answer() {
  fill_request();
  plan_ = service_.responder.plan(parser_.method(buffer_.data()), parser_.target(buffer_.data()),
                                  request_);
  exchange_.set_route(plan_.route ? &plan_.route->info : nullptr);
  if (is_usual() && loop_.is_overloaded(std::chrono::steady_clock::now()))
    return turn_away(std::string(too_much_to_do));
  ask_admission();
}

bool Connection::is_usual() const {
  return !plan_.route || plan_.route->info.priority == Priority::usual;
}

void Connection::turn_away(std::string detail) {
  response_ = too_busy(std::move(detail));
  exchange_.set_refused();
  service_.count_turned_away();
  send_response();
}

void Connection::carry_out() {
  if (!plan_.route) {
    response_ = std::move(plan_.response);
  } else if (is_for_worker(plan_.route->info.execution, request_)) {
    return answer_on_worker(*plan_.route);
  } else {
    response_ = respond(*plan_.route);
  }
  send_response();
}

Response Connection::respond(const Router::Route& route) {
  const WorkScope work({request_.trace, request_.deadline, &request_.notes});
  auto* const observer = service_.options.observer;
  if (observer) observer->entering(request_);
  auto response = service_.responder.respond(route, request_);
  if (observer) observer->left(request_);
  return response;
}

Response Connection::too_busy(std::string detail) const {
  auto response = problem_response({503, std::move(detail), {}, {}, {}}, request_.request_id);
  response.headers.emplace_back("Retry-After", "1");
  return response;
}

void Connection::answer_on_worker(const Router::Route& route) {
  is_computed_ = false;
  enter(Phase::working);
  const auto finish = [this] {
    loop_.post([this] {
      is_computed_ = true;
      loop_.resume(*this);
    });
  };
  const auto give_up = [this, finish] {
    response_ = too_busy("The answer would have come too late: try again in a second.");
    exchange_.set_refused();
    service_.count_turned_away();
    finish();
  };
  const auto job = [this, &route, finish, give_up] {
    // Nobody waits for it any more, and others wait behind it.
    if (std::chrono::steady_clock::now() >= request_.deadline) return give_up();
    response_ = respond(route);
    finish();
  };
  if (!service_.workers_for(route.info.execution).submit(job, !is_usual(), give_up))
    turn_away(std::string(too_much_to_do));
}

void Connection::send_response() {
  if (!hold_answer())
    return turn_away("Too many long answers are on their way: try again in a second.");
  if (response_.source) begin_stream();
  send(parser_.keep_alive() && !loop_.is_stopping() && response_.framing != Framing::until_close);
}

void Connection::send(bool keep_alive) {
  keep_alive_ = keep_alive;
  exchange_.set_status(response_.status);
  written_ = 0;
  pace_.begin_answer();
  head_.clear();
  append_response_head(head_, request_, response_, service_.responder.cors(),
                       service_.security_headers, keep_alive, admission_headers_.text());
  admission_headers_.clear();
  enter(Phase::writing);
  continue_writing();
}

/// Sends as much of the head and the body as the client's window takes; epoll tells when it takes
/// more.
void Connection::continue_writing() {
  const bool is_head_only = request_.method == Method::head;
  const std::string_view content = is_head_only ? std::string_view() : response_.content();
  const ssize_t sent = transport_.send(head_, content, written_);
  if (sent < 0) {
    if (errno == EINTR) loop_.run_soon(*this);
    if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) close();
    return;
  }
  written_ += static_cast<std::size_t>(sent);
  deadline_ = pace_.took(static_cast<std::size_t>(sent), loop_.now());
  exchange_.add_sent(static_cast<std::size_t>(sent));
  if (written_ == head_.size() + content.size()) return end_response();
  // A client that takes megabytes as fast as they are sent takes turns with the others.
  loop_.run_soon(*this);
}

void Connection::end_response() {
  pace_.pause(loop_.now());
  let_go_of_answer();
  if (stream_) {
    if (!stream_->has_ended()) return continue_stream();
    stream_.reset();
  }
  exchange_.end(request_, false);
  give_back(std::move(response_.body));
  response_ = {};
  if (keep_alive_) {
    begin_request();
  } else {
    linger();
  }
}

/// Closing while the client still sends would make its system throw our answer away: so we end our
/// side, and swallow what comes until the client has ended its own (RFC 9112, 9.6).
void Connection::linger() {
  enter(Phase::lingering);
  is_readable_ = true;
  swallow();
}

void Connection::swallow() {
  if (!transport_.end_sending() || !is_readable_) return;
  std::array<char, 16'384> swallowed{};
  const std::size_t size = receive_into(swallowed.data(), swallowed.size());
  if (size > 0 && is_readable_) loop_.run_soon(*this);
}

}  // namespace astronova::http
