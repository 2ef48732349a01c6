#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <openssl/ssl.h>

namespace astronova::http {

/// What a client of a test brings along to the handshake.
struct TlsWish {
  int version_min = TLS1_2_VERSION;
  int version_max = TLS1_3_VERSION;
  std::string ciphers{};           ///< of TLS 1.2; empty: OpenSSL's own
  std::string protocols{};         ///< of ALPN, each after its length; empty: none is named
  SSL_SESSION* session = nullptr;  ///< to be resumed
};

/// OpenSSL's client, which trusts everybody, over a connected socket. Each wait is bounded.
class TlsClient {
 public:
  /// Shakes hands; throws std::runtime_error, with OpenSSL's reason, where that fails.
  explicit TlsClient(int socket, const TlsWish& wish = {});
  ~TlsClient();
  TlsClient(const TlsClient&) = delete;
  TlsClient& operator=(const TlsClient&) = delete;

  enum class Received { some, end, cut, nothing };

  /// As much as the server takes before it closes.
  void send(std::string_view bytes);
  /// Tells the server that no more will be sent.
  void end_sending();
  /// Appends what there is; waits so long for it.
  Received receive(std::string& received, int milliseconds);
  /// Whether there is something to receive, an end included.
  bool is_readable_within(int milliseconds);

  /// The server has said that nothing more will come.
  bool is_end_told() const;
  long serial() const;
  bool is_resumed() const { return SSL_session_reused(session_.get()) == 1; }
  /// The session, as the server has given it by now; the caller's to free.
  SSL_SESSION* take_session() const { return SSL_get1_session(session_.get()); }
  SSL* session() const { return session_.get(); }

 private:
  struct Free {
    void operator()(SSL* session) const { SSL_free(session); }
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };

  /// Waits for what OpenSSL waits for; false when that is nothing, or does not come.
  bool wait_for_what_it_wants(int result, int milliseconds);

  int socket_;
  std::unique_ptr<SSL_CTX, Free> context_;
  std::unique_ptr<SSL, Free> session_;
};

}  // namespace astronova::http
