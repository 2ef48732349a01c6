#include "http/transport.h"

#include <algorithm>
#include <array>

#include <sys/uio.h>

namespace astronova::http {

TlsSession::Handshake Transport::shake_hands() {
  const auto handshake = tls_->shake_hands();
  if (handshake == TlsSession::Handshake::plain_http) tls_.reset();
  return handshake;
}

ssize_t Transport::send(std::string& head, std::string_view content, std::size_t sent) {
  if (tls_) return tls_->send(head, content, sent);
  const std::size_t of_head = std::min(sent, head.size());
  content.remove_prefix(sent - of_head);
  // The system's type is for receiving too, and has no const.
  auto* const rest = const_cast<char*>(content.data());  // NOLINT(*-pro-type-const-cast)
  std::array<iovec, 2> parts{
      {{head.data() + of_head, head.size() - of_head}, {rest, content.size()}}};
  msghdr message{};
  message.msg_iov = parts.data();
  message.msg_iovlen = parts.size();
  return ::sendmsg(socket_.get(), &message, MSG_NOSIGNAL);
}

void Transport::send_aside(std::string_view text) {
  if (tls_) return tls_->send_soon(text);
  [[maybe_unused]] const auto sent = ::send(socket_.get(), text.data(), text.size(), MSG_NOSIGNAL);
}

bool Transport::end_sending() {
  if (has_ended_) return true;
  if (tls_ && !tls_->end_sending()) return false;
  tls_.reset();
  has_ended_ = true;
  ::shutdown(socket_.get(), SHUT_WR);
  return true;
}

void Transport::reset_on_close() {
  const struct linger discard { 1, 0 };
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &discard, sizeof discard);
}

void Transport::close() {
  tls_.reset();
  socket_.close();
}

}  // namespace astronova::http
