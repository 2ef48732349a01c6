#include "tests/http/tls_client.h"

#include <array>
#include <chrono>
#include <csignal>
#include <stdexcept>

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <poll.h>

namespace astronova::http {
namespace {

constexpr int patience_milliseconds = 10'000;

std::string reason() {
  const char* const text = ERR_reason_error_string(ERR_peek_last_error());
  return text ? text : "the connection ended";
}

}  // namespace

TlsClient::TlsClient(int socket, const TlsWish& wish)
    : socket_(socket), context_(SSL_CTX_new(TLS_client_method())) {
  // OpenSSL writes to sockets as to files.
  std::signal(SIGPIPE, SIG_IGN);
  ERR_clear_error();
  const int yes = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  ::fcntl(socket, F_SETFL, ::fcntl(socket, F_GETFL) | O_NONBLOCK);
  // Else Debian's OpenSSL would not even offer the old versions.
  SSL_CTX_set_security_level(context_.get(), 0);
  SSL_CTX_set_min_proto_version(context_.get(), wish.version_min);
  SSL_CTX_set_max_proto_version(context_.get(), wish.version_max);
  if (!wish.ciphers.empty()) SSL_CTX_set_cipher_list(context_.get(), wish.ciphers.c_str());
  if (!wish.protocols.empty()) {
    SSL_CTX_set_alpn_protos(context_.get(),
                            reinterpret_cast<const unsigned char*>(wish.protocols.data()),
                            static_cast<unsigned>(wish.protocols.size()));
  }
  session_.reset(SSL_new(context_.get()));
  SSL_set_fd(session_.get(), socket);
  if (wish.session) SSL_set_session(session_.get(), wish.session);
  int result = 0;
  while ((result = SSL_connect(session_.get())) != 1) {
    if (!wait_for_what_it_wants(result, patience_milliseconds)) throw std::runtime_error(reason());
  }
}

TlsClient::~TlsClient() = default;

bool TlsClient::wait_for_what_it_wants(int result, int milliseconds) {
  const int wanted = SSL_get_error(session_.get(), result);
  if (wanted != SSL_ERROR_WANT_READ && wanted != SSL_ERROR_WANT_WRITE) return false;
  const bool is_for_reading = wanted == SSL_ERROR_WANT_READ;
  pollfd waiting{socket_, static_cast<short>(is_for_reading ? POLLIN : POLLOUT), 0};
  return ::poll(&waiting, 1, milliseconds) > 0;
}

void TlsClient::send(std::string_view bytes) {
  ERR_clear_error();
  while (!bytes.empty()) {
    const int sent = SSL_write(session_.get(), bytes.data(), static_cast<int>(bytes.size()));
    if (sent > 0)
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    else if (!wait_for_what_it_wants(sent, patience_milliseconds))
      return;
  }
}

void TlsClient::end_sending() {
  ERR_clear_error();
  SSL_shutdown(session_.get());
}

TlsClient::Received TlsClient::receive(std::string& received, int milliseconds) {
  if (!is_readable_within(milliseconds)) return Received::nothing;
  ERR_clear_error();
  std::array<char, 65'536> bytes;
  const int size = SSL_read(session_.get(), bytes.data(), static_cast<int>(bytes.size()));
  if (size <= 0) return is_end_told() ? Received::end : Received::cut;
  received.append(bytes.data(), static_cast<std::size_t>(size));
  return Received::some;
}

bool TlsClient::is_readable_within(int milliseconds) {
  using Clock = std::chrono::steady_clock;
  const auto until = Clock::now() + std::chrono::milliseconds(milliseconds);
  for (;;) {
    ERR_clear_error();
    char byte = 0;
    const int size = SSL_peek(session_.get(), &byte, 1);
    if (size > 0 || SSL_get_error(session_.get(), size) != SSL_ERROR_WANT_READ) return true;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    if (left <= 0 || !wait_for_what_it_wants(size, static_cast<int>(left))) return false;
  }
}

bool TlsClient::is_end_told() const {
  return (SSL_get_shutdown(session_.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
}

long TlsClient::serial() const {
  return ASN1_INTEGER_get(X509_get0_serialNumber(SSL_get0_peer_certificate(session_.get())));
}

}  // namespace astronova::http
