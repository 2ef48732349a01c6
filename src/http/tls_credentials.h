#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "http/tls_context.h"
#include "http/tls_session.h"

namespace astronova::http {

/// A server's certificate and key as they are now: a thread of its own looks whether the files have
/// changed, and new sessions get what they hold then. What is wrong with new files is told to the
/// log, and the ones before stay in use.
///
/// Threads: all may make sessions at once.
class TlsCredentials {
 public:
  /// errors  those of make_tls_context
  static Result<std::unique_ptr<TlsCredentials>> open(TlsOptions options);
  ~TlsCredentials();
  TlsCredentials(const TlsCredentials&) = delete;
  TlsCredentials& operator=(const TlsCredentials&) = delete;

  /// A session with whoever is at the other end of a socket. Throws std::bad_alloc.
  std::unique_ptr<TlsSession> begin_session(int socket) const;

 private:
  using Clock = std::chrono::steady_clock;

  /// What tells one version of the files from another; none where one of them is missing.
  struct Version;
  struct Looks;

  TlsCredentials(TlsOptions options, TlsContext context, const Version& version);

  void watch();
  void look(Looks& looks);
  void read_again(Looks& looks);
  TlsContext context() const;

  const TlsOptions options_;
  mutable std::mutex mutex_;
  TlsContext context_;
  bool is_over_ = false;
  std::condition_variable ended_;
  std::unique_ptr<Looks> looks_;
  std::thread thread_;
};

}  // namespace astronova::http
