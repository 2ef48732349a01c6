#pragma once

// OpenSSL's BIO.
struct bio_st;

namespace astronova::http {

/// What a TLS session knows of its socket.
struct TlsSocket {
  int descriptor = -1;
  // Both are true of what was received since somebody set them to false.
  bool is_drained = false;   ///< all that there was: an event will tell of more
  bool has_blocked = false;  ///< there was nothing
};

/// What OpenSSL receives from and sends to: the socket, which must never wait, without SIGPIPE. The
/// caller owns it and keeps the socket alive as long. Throws std::bad_alloc.
bio_st* make_socket_bio(TlsSocket& socket);

}  // namespace astronova::http
