#include "http/service.h"

#include <algorithm>
#include <thread>
#include <utility>

#include <sys/resource.h>

namespace astronova::http {
namespace {

/// For files, the listening sockets and the loops' own.
constexpr std::size_t spare_descriptors = 64;

/// As many connections as asked for and as there are descriptors for.
std::size_t connections_max(std::size_t wanted) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return wanted;
  const std::size_t descriptors = limit.rlim_cur;
  const std::size_t spare = std::min(spare_descriptors, descriptors / 2);
  return std::min(wanted, descriptors - spare);
}

}  // namespace

unsigned count_or_processors(unsigned count) {
  return count != 0 ? count : std::max(1U, std::thread::hardware_concurrency());
}

Service::Service(ServerOptions given, Router router, std::unique_ptr<TlsCredentials> credentials)
    : options(std::move(given)),
      responder(std::move(router), Cors(options.cors_origins)),
      workers(count_or_processors(options.worker_threads), options.worker_queue, options.wait),
      bodies(options.bodies_bytes),
      security_headers(options.strict_transport, responder.cors().allows_all()),
      tls(std::move(credentials)),
      connections_max_(connections_max(options.max_connections)) {}

bool Service::take_connection() {
  if (connections_.fetch_add(1, std::memory_order_relaxed) < connections_max_) return true;
  give_connection_back();
  return false;
}

}  // namespace astronova::http
