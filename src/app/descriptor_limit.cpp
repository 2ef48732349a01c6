#include "app/descriptor_limit.h"

#include <algorithm>
#include <thread>

#include <sys/resource.h>

namespace astronova::app {
namespace {

/// The database, and calls to other servers.
constexpr std::size_t shared_descriptors = 96;
/// Files of Swiss Ephemeris, which each thread opens for itself.
constexpr std::size_t descriptors_per_thread = 8;
/// Threads that wait for databases and other servers.
constexpr std::size_t waiting_threads = 8;

}  // namespace

void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  // Where the system refuses, there are as many as there were.
  (void)setrlimit(RLIMIT_NOFILE, &limit);
}

std::size_t descriptors_beside_connections(unsigned threads) {
  const std::size_t processors = std::max(1U, std::thread::hardware_concurrency());
  const std::size_t loops = threads != 0 ? threads : processors;
  const std::size_t workers = processors + std::max(waiting_threads, processors);
  return shared_descriptors + descriptors_per_thread * (loops + workers);
}

}  // namespace astronova::app
