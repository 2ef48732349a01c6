#pragma once

#include <atomic>
#include <cstddef>
#include <memory>

#include "http/admission.h"
#include "http/byte_budget.h"
#include "http/request_observer.h"
#include "http/responder.h"
#include "http/security_headers.h"
#include "http/server.h"
#include "http/tls_credentials.h"
#include "http/worker_pool.h"

namespace astronova::http {

/// What all connections of a server share. Every thread may use it at once.
class Service {
 public:
  /// `credentials` are there where the options have TLS.
  Service(ServerOptions given, Router router, std::unique_ptr<TlsCredentials> credentials);

  const ServerOptions options;
  Responder responder;
  WorkerPool workers;
  ByteBudget bodies;
  const SecurityHeaders security_headers;
  const std::unique_ptr<TlsCredentials> tls;

  /// Takes one of the connections that there may be at once; false when there is none.
  bool take_connection();
  /// Counts one that is there already, however many there are.
  void count_connection() { connections_.fetch_add(1, std::memory_order_relaxed); }
  void give_connection_back() { connections_.fetch_sub(1, std::memory_order_relaxed); }

 private:
  const std::size_t connections_max_;
  std::atomic<std::size_t> connections_ = 0;
};

unsigned count_or_processors(unsigned count);

}  // namespace astronova::http
