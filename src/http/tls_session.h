#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include <sys/types.h>

#include "http/tls_socket.h"

// OpenSSL's SSL and SSL_CTX.
struct ssl_st;
struct ssl_ctx_st;

namespace astronova::http {

/// TLS with one client over a socket, which the caller owns. Never waits: what cannot go on before
/// an event of the socket, of whichever kind, fails with EAGAIN, and is called again then. Threads:
/// one at a time.
class TlsSession {
 public:
  /// Throws std::bad_alloc.
  TlsSession(ssl_ctx_st& context, int socket);
  ~TlsSession();
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;

  enum class Handshake {
    done,
    goes_on,     ///< after an event, or at once with EINTR
    plain_http,  ///< the client does not speak TLS, but seems to speak HTTP
    failed,      ///< the client has been told, if it can be
  };
  /// Takes the handshake as far as it goes.
  Handshake shake_hands();

  /// As recv(2) does. 0 is an end that the client told; with EINTR there may be more at once.
  ssize_t receive(char* place, std::size_t room);
  /// Whether there may be more than the last receive() took.
  bool has_more() const;

  /// Sends what follows the first `sent` bytes of head and content, or some of it, and returns how
  /// much, as send(2) does. After EAGAIN the same has to be sent before anything else.
  ssize_t send(std::string_view head, std::string_view content, std::size_t sent);
  /// Sends a text of static lifetime, at the latest together with what is sent next.
  void send_soon(std::string_view text);

  /// Tells the client that nothing more will come.
  /// returns  false when that has to wait for an event, and this has to be called again
  bool end_sending();

 private:
  struct Free {
    void operator()(ssl_st* session) const;
  };

  bool has_something_else_than_tls(Handshake& found) const;
  bool send_what_waits();
  /// Sets errno for an operation of OpenSSL's that did not succeed. Returns what the caller
  /// returns.
  ssize_t failure();

  TlsSocket socket_;
  std::unique_ptr<ssl_st, Free> session_;
  std::string_view waiting_{};
  bool is_first_byte_seen_ = false;
  bool is_broken_ = false;  ///< OpenSSL must not be asked for anything more
};

}  // namespace astronova::http
