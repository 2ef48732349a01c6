#pragma once

#include <atomic>
#include <cstddef>
#include <memory>

#include "http/admission.h"
#include "http/byte_budget.h"
#include "http/figures.h"
#include "http/once_per_second.h"
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
  WorkerPool computing_workers;
  ByteBudget bodies;
  ByteBudget answers;
  const SecurityHeaders security_headers;
  const std::unique_ptr<TlsCredentials> tls;

  /// Where a handler runs that does not run on a loop.
  WorkerPool& workers_for(Execution execution) {
    return execution == Execution::on_computing_worker ? computing_workers : workers;
  }
  void finish_workers() {
    workers.finish();
    computing_workers.finish();
  }

  /// Takes one of the connections that there may be at once; false when there is none. Then some
  /// places are wanted of those who hardly use theirs.
  bool take_connection();
  /// Takes one of the places that are wanted, for who gives up its own.
  bool take_wanted_place();
  /// Counts one that is there already, however many there are.
  void count_connection() { connections_.fetch_add(1, std::memory_order_relaxed); }
  void give_connection_back() { connections_.fetch_sub(1, std::memory_order_relaxed); }

  /// A connection could not be accepted. Returns whether that is to be told.
  bool count_accept_failure();
  void count_turned_away() { turned_away_.fetch_add(1, std::memory_order_relaxed); }

  /// All but the loops' own.
  ServerFigures figures() const;

 private:
  const std::size_t connections_max_;
  std::atomic<std::size_t> connections_ = 0;
  std::atomic<int> places_wanted_ = 0;
  std::atomic<std::uint64_t> accept_failures_ = 0;
  std::atomic<std::uint64_t> turned_away_ = 0;
  OncePerSecond telling_of_failures_;
};

unsigned count_or_processors(unsigned count);

}  // namespace astronova::http
