#include "http/connection.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include <sys/epoll.h>

namespace astronova::http {
namespace {

/// A client that has its answer and does not hang up, or has asked for nothing yet, must not hold
/// the shutdown up.
constexpr std::chrono::milliseconds at_most_while_stopping(500);

}  // namespace

Connection::Connection(EventLoop& loop, Service& service, Transport transport,
                       std::string peer_address)
    : loop_(loop),
      service_(service),
      transport_(std::move(transport)),
      peer_address_(std::move(peer_address)),
      pace_(loop.ticks_in(service.options.write_timeout), service.options.write_bytes),
      buffer_(service.options.header_bytes),
      parser_({service.options.header_bytes, service.options.body_bytes}),
      exchange_(service.options.observer) {
  enter(transport_.is_tls() ? Phase::handshake : Phase::idle);
}

Connection::~Connection() {
  if (transport_.is_open()) show_that_body_is_cut();
  forget_decision();
  service_.bodies.give_back(held_);
  let_go_of_answer();
  exchange_.end(request_, true);
  service_.give_connection_back();
}

void Connection::on_events(std::uint32_t events) {
  constexpr std::uint32_t end = EPOLLRDHUP | EPOLLHUP | EPOLLERR;
  // TLS may have to send before it can receive.
  if ((events & (EPOLLIN | end)) != 0 || transport_.is_tls()) is_readable_ = true;
  if ((events & end) != 0) is_ending_ = true;
  // Whoever has reset the connection takes no more of a stream, whose source may still be at work.
  if (stream_ && (events & (EPOLLHUP | EPOLLERR)) != 0) return close();
  loop_.resume(*this);
}

void Connection::resume() {
  switch (phase_) {
    case Phase::handshake:
      return shake_hands();
    case Phase::idle:
    case Phase::head:
    case Phase::body:
      return receive();
    case Phase::writing:
      return continue_writing();
    case Phase::lingering:
      return swallow();
    case Phase::working:
      if (is_decided_) return resume_decided();
      if (!is_computed_) return;
      return stream_ ? send_chunk() : send_response();
    case Phase::waiting:
      return resume_waiting();
    case Phase::abandoned:
      if (is_computed_) bury();
      return;
    case Phase::closed:
      return;
  }
}

void Connection::shake_hands() {
  using Handshake = TlsSession::Handshake;
  switch (transport_.shake_hands()) {
    case Handshake::done:
      enter(Phase::idle);
      is_readable_ = true;
      return loop_.run_soon(*this);
    case Handshake::goes_on:
      if (errno == EINTR) loop_.run_soon(*this);
      return;
    case Handshake::plain_http:
      return refuse(400, "This port speaks TLS only: ask again with https:// in front.");
    case Handshake::failed:
      return close();
  }
}

void Connection::receive() {
  if (has_unparsed_ && parse()) return;
  if (!is_readable_) return;
  const auto [place, room] = buffer_.free_space();
  if (room == 0) return refuse(400, "The body's chunk extensions or trailers are too long.");
  const std::size_t size = receive_into(place, room);
  if (size == 0) return;
  buffer_.produce(size);
  if (phase_ == Phase::idle) enter(Phase::head);
  if (!parse() && is_readable_) loop_.run_soon(*this);
}

std::size_t Connection::receive_into(char* place, std::size_t room) {
  const ssize_t received = transport_.receive(place, room);
  if (received > 0) {
    const auto size = static_cast<std::size_t>(received);
    // The next bytes are an event of their own, unless the end came before this one was taken.
    is_readable_ = size == room || is_ending_ || transport_.has_more();
    return size;
  }
  if (received < 0 && errno == EINTR) {
    loop_.run_soon(*this);
    return 0;
  }
  const bool is_nothing_now = received < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
  const bool is_more_wanted = phase_ != Phase::idle || !loop_.is_stopping();
  is_readable_ = false;
  if (!is_nothing_now || !is_more_wanted) close();
  return 0;
}

/// Parses what has been received. Returns whether that ends the receiving: a request is complete or
/// refused.
bool Connection::parse() {
  has_unparsed_ = false;
  skip_empty_lines();
  const bool is_half_a_line_end =
      buffer_.unread_begin() == 0 && buffer_.end() == 1 && buffer_.data()[0] == '\r';
  if (!buffer_.has_unread() || is_half_a_line_end) return false;
  buffer_.consume(parser_.parse(buffer_.data(), buffer_.unread_begin(), buffer_.end()));
  if (const auto& failure = parser_.failure(); failure.status != 0) {
    refuse(failure.status, failure.detail);
    return true;
  }
  if (!hold_body()) return true;
  if (parser_.is_complete()) {
    answer();
    return true;
  }
  if (phase_ == Phase::head && parser_.is_head_complete()) begin_body();
  return false;
}

// RFC 9112, 2.2: some clients send an empty line after a body.
void Connection::skip_empty_lines() {
  while (buffer_.unread_begin() == 0 && buffer_.end() >= 2 && buffer_.data()[0] == '\r' &&
         buffer_.data()[1] == '\n') {
    buffer_.consume(2);
    buffer_.begin_message();
  }
}

/// Counts the memory of the body, which may be as long as the client likes to wait. Returns false
/// when it was refused.
bool Connection::hold_body() {
  const std::size_t holds = parser_.body_memory();
  if (holds < held_) {
    service_.bodies.give_back(held_ - holds);
  } else if (holds > held_ && !service_.bodies.take(holds - held_)) {
    service_.count_turned_away();
    refuse(503, "Too many long bodies are on their way: try again in a second.");
    return false;
  }
  held_ = holds;
  return true;
}

void Connection::begin_body() {
  buffer_.end_head(parser_.head_size());
  enter(Phase::body);
  if (!parser_.expects_continue() || buffer_.has_unread()) return;
  constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
  // A client that does not hear of it sends its body all the same, a little later.
  transport_.send_aside(go_on);
}

/// The answer is with the client: what comes next is another request.
void Connection::begin_request() {
  buffer_.begin_message();
  parser_.reset();
  hold_body();
  request_.clear();
  has_unparsed_ = buffer_.has_unread();
  enter(has_unparsed_ ? Phase::head : Phase::idle);
  // What a client sent before it could know that the server stops is still answered.
  if (loop_.is_stopping()) is_readable_ = true;
  // A client with a hundred requests under way takes turns with the others.
  if (has_unparsed_ || is_readable_) loop_.run_soon(*this);
}

void Connection::enter(Phase phase) {
  phase_ = phase;
  const auto& options = service_.options;
  const auto set_deadline = [this](std::chrono::milliseconds time) {
    deadline_ = loop_.now() + loop_.ticks_in(time);
  };
  const auto in_time_to_stop = [this](std::chrono::milliseconds time) {
    return loop_.is_stopping() ? std::min(time, at_most_while_stopping) : time;
  };
  switch (phase) {
    case Phase::handshake:
      return set_deadline(in_time_to_stop(options.head_timeout));
    case Phase::idle:
      return set_deadline(options.idle_timeout);
    case Phase::head:
      return set_deadline(options.head_timeout);
    case Phase::body:
      return set_deadline(options.body_timeout);
    case Phase::writing:
      deadline_ = pace_.resume(loop_.now());
      return;
    case Phase::lingering:
      return set_deadline(in_time_to_stop(options.linger_timeout));
    case Phase::waiting:
      return set_deadline(std::max(stream_->progress().wait, std::chrono::milliseconds(0)));
    case Phase::working:
    case Phase::abandoned:
    case Phase::closed:
      deadline_ = 0;
      return;
  }
}

void Connection::tick(EventLoop::Ticks now) {
  if (deadline_ == 0) return;
  const bool is_given_up = is_in_the_way(now);
  if (!is_given_up && now < deadline_) return;
  if (phase_ == Phase::writing) transport_.reset_on_close();
  if (is_given_up) return close();
  if (phase_ == Phase::head) return refuse(408, "The head of the request took too long to arrive.");
  if (phase_ == Phase::body) return refuse(408, "The body of the request took too long to arrive.");
  if (phase_ == Phase::waiting) return ask_source();
  close();
}

void Connection::stop() {
  if (phase_ == Phase::idle) {
    is_readable_ = true;
    receive();
  }
  if (phase_ == Phase::lingering || phase_ == Phase::handshake) enter(phase_);
  if (phase_ == Phase::waiting) resume_waiting();
}

void Connection::close() {
  if (phase_ == Phase::abandoned || phase_ == Phase::closed) return;
  show_that_body_is_cut();
  // Elsewhere the client is left with less than it was promised, and shall notice.
  if (phase_ == Phase::idle && transport_.is_tls()) transport_.end_sending();
  transport_.close();
  const bool is_source_called = stream_ && phase_ == Phase::working && !is_computed_;
  if (!is_source_called) return bury();
  stream_->abandon();
  enter(Phase::abandoned);
}

void Connection::bury() {
  enter(Phase::closed);
  loop_.bury(*this);
}

}  // namespace astronova::http
