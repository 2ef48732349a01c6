#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace astronova::http {

/// What a server proves with who it is. PEM files; a key with a passphrase is refused, as nobody is
/// there to type it.
struct TlsOptions {
  std::string certificate_file;  ///< its certificate, then those between it and its authority
  std::string key_file;          ///< the key of the first
  /// How often it is looked whether the files have changed. What has changed is read when it is the
  /// same at two looks.
  std::chrono::milliseconds look_again{2'000};
  /// Keys of session tickets are drawn anew so often: whoever steals one reads no more than what
  /// was said over TLS 1.2 in that time.
  std::chrono::milliseconds ticket_keys_last{24 * 3'600'000};
};

/// When browsers are told to come over TLS only (RFC 6797).
enum class StrictTransport : std::uint8_t {
  when_tls,  ///< when they have: where the server itself speaks TLS
  always,    ///< a proxy before it speaks TLS with them
  never,
};

}  // namespace astronova::http
