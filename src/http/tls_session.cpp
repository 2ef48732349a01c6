#include "http/tls_session.h"

#include <array>
#include <cerrno>
#include <new>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

namespace astronova::http {
namespace {

constexpr std::size_t record_bytes = SSL3_RT_MAX_PLAIN_LENGTH;
/// Enough for a loop not to notice the way back and forth, few enough for others to have turns.
constexpr int records_at_once = 8;
constexpr char handshake_record = 22;

/// The next record's content: head and content go together where they fit.
std::string_view next_piece(std::string_view head, std::string_view content, std::size_t sent) {
  if (sent >= head.size()) return content.substr(sent - head.size(), record_bytes);
  head = head.substr(sent, record_bytes);
  if (content.empty() || head.size() == record_bytes) return head;
  constinit thread_local std::array<char, record_bytes> together{};
  const std::size_t of_head = head.copy(together.data(), record_bytes);
  const std::size_t of_content = content.copy(together.data() + of_head, record_bytes - of_head);
  return {together.data(), of_head + of_content};
}

}  // namespace

void TlsSession::Free::operator()(ssl_st* session) const {
  SSL_free(session);
}

TlsSession::TlsSession(ssl_ctx_st& context, int socket)
    : socket_{socket}, session_(SSL_new(&context)) {
  if (!session_) throw std::bad_alloc();
  BIO* const bio = make_socket_bio(socket_);
  SSL_set_bio(session_.get(), bio, bio);
  SSL_set_accept_state(session_.get());
  // Several records are several sends, none of which shall wait for what the client says of
  // another.
  const int yes = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

TlsSession::~TlsSession() = default;

ssize_t TlsSession::failure() {
  switch (SSL_get_error(session_.get(), 0)) {
    case SSL_ERROR_WANT_READ:
      // A record without content: what follows it may be here already.
      errno = socket_.has_blocked ? EAGAIN : EINTR;
      return -1;
    case SSL_ERROR_WANT_WRITE:
      errno = EAGAIN;
      return -1;
    case SSL_ERROR_ZERO_RETURN:
      return 0;
    default:
      is_broken_ = true;
      errno = ECONNRESET;
      return -1;
  }
}

/// Looks at the first byte without taking it.
bool TlsSession::has_something_else_than_tls(Handshake& found) const {
  char first = 0;
  const ssize_t size = ::recv(socket_.descriptor, &first, 1, MSG_PEEK);
  if (size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) {
    found = Handshake::goes_on;
  } else if (size > 0 && first == handshake_record) {
    return false;
  } else {
    found = size > 0 && first >= 'A' && first <= 'Z' ? Handshake::plain_http : Handshake::failed;
  }
  return true;
}

TlsSession::Handshake TlsSession::shake_hands() {
  Handshake found{};
  if (!is_first_byte_seen_ && has_something_else_than_tls(found)) return found;
  is_first_byte_seen_ = true;
  socket_.has_blocked = false;
  ERR_clear_error();
  if (SSL_do_handshake(session_.get()) == 1) return Handshake::done;
  const bool has_to_wait = failure() < 0 && !is_broken_;
  return has_to_wait ? Handshake::goes_on : Handshake::failed;
}

ssize_t TlsSession::receive(char* place, std::size_t room) {
  ERR_clear_error();
  // What is found in OpenSSL's memory says nothing of the socket, for which an event may have come.
  socket_.is_drained = socket_.has_blocked = false;
  std::size_t size = 0;
  const bool is_received = SSL_read_ex(session_.get(), place, room, &size) == 1;
  return is_received ? static_cast<ssize_t>(size) : failure();
}

bool TlsSession::has_more() const {
  return !socket_.is_drained || SSL_has_pending(session_.get()) == 1;
}

ssize_t TlsSession::send(std::string_view head, std::string_view content, std::size_t sent) {
  if (!send_what_waits()) return -1;
  const std::size_t begin = sent;
  for (int i = 0; i < records_at_once; ++i) {
    const auto piece = next_piece(head, content, sent);
    if (piece.empty()) break;
    ERR_clear_error();
    std::size_t size = 0;
    if (SSL_write_ex(session_.get(), piece.data(), piece.size(), &size) != 1) {
      const ssize_t failed = failure();
      if (is_broken_ || sent == begin) return failed;
      break;
    }
    sent += size;
  }
  return static_cast<ssize_t>(sent - begin);
}

void TlsSession::send_soon(std::string_view text) {
  if (!send_what_waits()) return;
  waiting_ = text;
  send_what_waits();
}

bool TlsSession::send_what_waits() {
  if (waiting_.empty()) return true;
  ERR_clear_error();
  std::size_t size = 0;
  if (SSL_write_ex(session_.get(), waiting_.data(), waiting_.size(), &size) != 1) {
    failure();
    return false;
  }
  waiting_.remove_prefix(size);
  return waiting_.empty();
}

bool TlsSession::end_sending() {
  if (is_broken_) return true;
  if (!send_what_waits()) return is_broken_;
  ERR_clear_error();
  if (SSL_shutdown(session_.get()) >= 0) return true;
  return SSL_get_error(session_.get(), -1) != SSL_ERROR_WANT_WRITE;
}

}  // namespace astronova::http
