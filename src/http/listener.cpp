#include "http/listener.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "base/log.h"
#include "http/event_loop.h"
#include "http/peer_address.h"

namespace astronova::http {
namespace {

using std::chrono::milliseconds;

/// Connections that are taken before those that are there have their turns.
constexpr int accepted_at_once_max = 32;
constexpr milliseconds pause_when_full(10);
constexpr milliseconds pause_after_failure(200);

}  // namespace

Listener::Listener(EventLoop& loop, Service& service, FileDescriptor socket)
    : loop_(loop), service_(service), socket_(std::move(socket)) {}

void Listener::start() {
  // Where loops share one socket, one of them is enough for a connection.
  if (!loop_.watch(socket_.get(), *this, EPOLLIN | EPOLLEXCLUSIVE)) pause(pause_after_failure);
}

Listener::Accepted Listener::accept_if_room() {
  return service_.take_connection() ? accept() : Accepted::no_room;
}

/// For a connection that has been counted already.
Listener::Accepted Listener::accept() {
  sockaddr_storage peer{};
  socklen_t size = sizeof peer;
  FileDescriptor socket(::accept4(socket_.get(), reinterpret_cast<sockaddr*>(&peer), &size,
                                  SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (socket) {
    loop_.adopt(std::move(socket), peer_address_text(peer));
    return Accepted::connection;
  }
  const int error = errno;
  service_.give_connection_back();
  return failure(error);
}

Listener::Accepted Listener::failure(int error) {
  if (error == EAGAIN || error == EWOULDBLOCK) return Accepted::nothing_left;
  // The one connection has gone before we took it.
  if (error == ECONNABORTED || error == ECONNRESET || error == EINTR)
    return Accepted::passing_failure;
  if (service_.count_accept_failure()) {
    log({Severity::error, "accept_failed",
         fmt::format("Connections cannot be accepted: {}.",
                     std::generic_category().message(error))});
  }
  return Accepted::failed;
}

void Listener::on_events(std::uint32_t) {
  if (!socket_) return;  // stopped by an event that was reported together with this one
  for (int i = 0; i < accepted_at_once_max; ++i) {
    switch (accept_if_room()) {
      case Accepted::connection:
      case Accepted::passing_failure:
        break;
      case Accepted::nothing_left:
        return;
      case Accepted::no_room:
        return pause(pause_when_full);
      case Accepted::failed:
        // Out of descriptors or memory: only other connections' ends will help, so do not spin.
        return pause(pause_after_failure);
    }
  }
}

void Listener::pause(milliseconds time) {
  loop_.forget(socket_.get());
  resumes_at_ = std::chrono::steady_clock::now() + time;
}

void Listener::resume_if_due(Time now) {
  if (!resumes_at_ || now < *resumes_at_) return;
  resumes_at_.reset();
  start();
}

void Listener::stop() {
  resumes_at_.reset();
  if (!socket_) return;
  Accepted accepted{};
  do {
    service_.count_connection();
    accepted = accept();
  } while (accepted == Accepted::connection || accepted == Accepted::passing_failure);
  loop_.forget(socket_.get());
  socket_.close();
}

}  // namespace astronova::http
