#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <sys/socket.h>

#include "http/file_descriptor.h"
#include "http/tls_session.h"

namespace astronova::http {

/// A connection's way to its client: the socket itself, or TLS over it. Nothing waits; what would
/// have to fails with EAGAIN and is tried again after an event of the socket.
class Transport {
 public:
  explicit Transport(FileDescriptor socket) : socket_(std::move(socket)) {}
  Transport(FileDescriptor socket, std::unique_ptr<TlsSession> tls)
      : socket_(std::move(socket)), tls_(std::move(tls)) {}

  bool is_open() const { return static_cast<bool>(socket_); }
  bool is_tls() const { return tls_ != nullptr; }

  /// Only over TLS, before anything else. A client that does not speak TLS is talked to in clear
  /// from then on.
  TlsSession::Handshake shake_hands();

  /// As recv(2).
  ssize_t receive(char* place, std::size_t room) {
    if (tls_) return tls_->receive(place, room);
    return ::recv(socket_.get(), place, room, 0);
  }
  /// Whether there is more than the last receive() took although that had room for it.
  bool has_more() const { return tls_ && tls_->has_more(); }

  /// Sends what follows the first `sent` bytes of head and content, or some of it; as send(2).
  ssize_t send(std::string& head, std::string_view content, std::size_t sent);
  /// Sends a text of static lifetime, which may get lost where the client's window is full.
  void send_aside(std::string_view text);

  /// Ends our side; what is received from now on is not decrypted.
  /// returns  false when that has to be tried again after an event
  bool end_sending();
  /// Has close() reset the connection, so that the client does not take its end for a proper one.
  void reset_on_close();
  void close();

 private:
  FileDescriptor socket_;
  std::unique_ptr<TlsSession> tls_;
  bool has_ended_ = false;
};

}  // namespace astronova::http
