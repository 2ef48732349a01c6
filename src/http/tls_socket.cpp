#include "http/tls_socket.h"

#include <cerrno>
#include <new>

#include <openssl/bio.h>
#include <sys/socket.h>

namespace astronova::http {
namespace {

bool is_nothing_now() {
  return errno == EAGAIN || errno == EWOULDBLOCK;
}

/// Calls again what a signal has interrupted.
template <class Call>
ssize_t uninterrupted(Call call) {
  ssize_t result = call();
  while (result < 0 && errno == EINTR)
    result = call();
  return result;
}

int receive(BIO* bio, char* place, int room) {
  auto& socket = *static_cast<TlsSocket*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  const ssize_t size = uninterrupted(
      [&] { return ::recv(socket.descriptor, place, static_cast<std::size_t>(room), 0); });
  socket.is_drained = size < room;
  if (size < 0 && is_nothing_now()) {
    socket.has_blocked = true;
    BIO_set_retry_read(bio);
  }
  return static_cast<int>(size);
}

int send(BIO* bio, const char* bytes, int count) {
  const auto& socket = *static_cast<const TlsSocket*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  const ssize_t size = uninterrupted([&] {
    return ::send(socket.descriptor, bytes, static_cast<std::size_t>(count), MSG_NOSIGNAL);
  });
  if (size < 0 && is_nothing_now()) BIO_set_retry_write(bio);
  return static_cast<int>(size);
}

long control(BIO*, int command, long, void*) {
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

const BIO_METHOD* make_method() {
  BIO_METHOD* const method =
      BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "astronova's socket");
  if (!method) throw std::bad_alloc();
  BIO_meth_set_read(method, receive);
  BIO_meth_set_write(method, send);
  BIO_meth_set_ctrl(method, control);
  return method;
}

}  // namespace

bio_st* make_socket_bio(TlsSocket& socket) {
  static const BIO_METHOD* const method = make_method();
  BIO* const bio = BIO_new(method);
  if (!bio) throw std::bad_alloc();
  BIO_set_data(bio, &socket);
  BIO_set_init(bio, 1);
  return bio;
}

}  // namespace astronova::http
