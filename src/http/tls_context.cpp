#include "http/tls_context.h"

#include <cerrno>
#include <cstdio>
#include <ctime>
#include <string_view>
#include <system_error>

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

namespace astronova::http {
namespace {

// Those of TLS 1.2; OpenSSL's own of TLS 1.3 are Mozilla's. Without Mozilla's three that exchange
// keys by DHE: no client of today needs them, and hostile ones make a server work for them (the
// D(HE)at attack).
constexpr const char* ciphers =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

Error wrong(std::string_view what, std::string_view reason) {
  return {ErrorCode::data_missing, fmt::format("{}: {}", what, reason), {}};
}

/// What is to be told of an error of OpenSSL's, where its own words say too little.
std::string_view in_our_words(unsigned long error) {
  const auto is = [error](int library, int reason) {
    return ERR_GET_LIB(error) == library && ERR_GET_REASON(error) == reason;
  };
  if (is(ERR_LIB_PEM, PEM_R_NO_START_LINE)) return "it is not in PEM format";
  if (is(ERR_LIB_PEM, PEM_R_BAD_PASSWORD_READ)) return "it is locked with a passphrase";
  if (is(ERR_LIB_X509, X509_R_KEY_VALUES_MISMATCH) || is(ERR_LIB_X509, X509_R_KEY_TYPE_MISMATCH))
    return "it is not the certificate's";
  return {};
}

/// Why OpenSSL's last operation failed. Takes its errors.
std::string last_reason() {
  std::string reason;
  while (const unsigned long error = ERR_get_error()) {
    if (const auto words = in_our_words(error); !words.empty()) reason = words;
    const char* const own = ERR_reason_error_string(error);
    if (reason.empty() && own) reason = own;
  }
  return reason.empty() ? "it cannot be read" : reason;
}

/// OpenSSL would ask for one on the terminal.
int no_passphrase(char*, int, int, void*) {
  return -1;
}

/// A client that wants none of our protocols is not talked to: it may have been led here from
/// another server that shares our certificate (the ALPACA attack).
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_size,
                    const unsigned char* offered, unsigned offered_size, void*) {
  constexpr std::string_view ours("\x08http/1.1\x08http/1.0", 18);
  unsigned char* found = nullptr;
  const int outcome = SSL_select_next_proto(
      &found, chosen_size, reinterpret_cast<const unsigned char*>(ours.data()),
      static_cast<unsigned>(ours.size()), offered, offered_size);
  *chosen = found;
  return outcome == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

bool set_rules(SSL_CTX* context) {
  std::string groups = "X25519:P-256:P-384";  // OpenSSL's macro wants it without const
  SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  // What a connection waits with takes little memory.
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  // A read takes one record: nobody keeps a loop busy with records that carry nothing.
  SSL_CTX_clear_mode(context, SSL_MODE_AUTO_RETRY);
  SSL_CTX_set_read_ahead(context, 1);
  // Clients keep their sessions themselves, in tickets.
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_default_passwd_cb(context, no_passphrase);
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
  return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
         SSL_CTX_set_cipher_list(context, ciphers) == 1 &&
         SSL_CTX_set1_groups_list(context, groups.data()) == 1;
}

/// The system's reason why a file cannot be opened, which OpenSSL hides behind its own.
std::string reason_not_to_open(const std::string& file) {
  const std::unique_ptr<FILE, decltype(&std::fclose)> opened(std::fopen(file.c_str(), "re"),
                                                             &std::fclose);
  return opened ? std::string() : std::generic_category().message(errno);
}

Result<void> read_certificate(SSL_CTX* context, const std::string& file) {
  constexpr std::string_view what = "the TLS certificate cannot be used";
  if (const auto reason = reason_not_to_open(file); !reason.empty()) return wrong(what, reason);
  if (SSL_CTX_use_certificate_chain_file(context, file.c_str()) != 1)
    return wrong(what, last_reason());
  const X509* const certificate = SSL_CTX_get0_certificate(context);
  if (X509_cmp_current_time(X509_get0_notAfter(certificate)) <= 0)
    return wrong(what, "it has expired");
  if (X509_cmp_current_time(X509_get0_notBefore(certificate)) > 0)
    return wrong(what, "it is not valid yet");
  return {};
}

Result<void> read_key(SSL_CTX* context, const std::string& file) {
  constexpr std::string_view what = "the TLS key cannot be used";
  if (const auto reason = reason_not_to_open(file); !reason.empty()) return wrong(what, reason);
  const bool is_read = SSL_CTX_use_PrivateKey_file(context, file.c_str(), SSL_FILETYPE_PEM) == 1 &&
                       SSL_CTX_check_private_key(context) == 1;
  if (is_read) return {};
  return wrong(what, last_reason());
}

}  // namespace

Result<TlsContext> make_tls_context(const TlsOptions& options) {
  ERR_clear_error();
  TlsContext context(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free);
  if (!context || !set_rules(context.get())) return wrong("TLS cannot be set up", last_reason());
  const auto certificate = read_certificate(context.get(), options.certificate_file);
  if (!certificate) return certificate.error();
  const auto key = read_key(context.get(), options.key_file);
  if (!key) return key.error();
  return context;
}

std::string valid_until(const TlsContext& context) {
  std::tm end{};
  ASN1_TIME_to_tm(X509_get0_notAfter(SSL_CTX_get0_certificate(context.get())), &end);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", end.tm_year + 1900, end.tm_mon + 1,
                     end.tm_mday, end.tm_hour, end.tm_min, end.tm_sec);
}

}  // namespace astronova::http
