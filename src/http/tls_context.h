#pragma once

#include <memory>

#include "base/result.h"
#include "http/tls_options.h"

// OpenSSL's SSL_CTX.
struct ssl_ctx_st;

namespace astronova::http {

/// What sessions of one certificate share. All threads may make sessions of one at once.
using TlsContext = std::shared_ptr<ssl_ctx_st>;

/// Reads the files and makes a context of them for TLS 1.2 and 1.3, with what Mozilla recommends
/// for servers that all but very old clients can talk to ("intermediate", version 5.7), and
/// HTTP/1.1 as the only protocol. Its session tickets have keys of their own. errors  data_missing:
/// what is wrong with which file. A certificate that is not valid now counts
///         as wrong, and so does a key that is not the certificate's.
Result<TlsContext> make_tls_context(const TlsOptions& options);

/// Until when the certificate of a context is valid, as RFC 3339 has it.
std::string valid_until(const TlsContext& context);

}  // namespace astronova::http
