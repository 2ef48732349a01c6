#include "http/service.h"

#include <algorithm>
#include <thread>
#include <utility>

#include <sys/resource.h>

namespace astronova::http {
namespace {

/// Who hardly uses its place and is asked for it at once, where others wait for one.
constexpr int places_wanted_at_once = 64;

/// They wait more than they work.
constexpr unsigned waiting_threads_min = 8;

unsigned waiting_threads(unsigned count) {
  return count != 0 ? count : std::max(waiting_threads_min, count_or_processors(0));
}

/// As many connections as asked for and as there are descriptors for.
std::size_t connections_max(std::size_t wanted, std::size_t spare_descriptors) {
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
      workers(waiting_threads(options.worker_threads), options.worker_queue, options.wait),
      computing_workers(count_or_processors(options.computing_threads), options.worker_queue,
                        options.wait, WorkerPool::Rank::behind),
      bodies(options.bodies_bytes),
      answers(options.answers_bytes),
      security_headers(options.strict_transport, responder.cors().allows_all()),
      tls(std::move(credentials)),
      connections_max_(connections_max(options.max_connections, options.spare_descriptors)) {}

bool Service::take_connection() {
  if (connections_.fetch_add(1, std::memory_order_relaxed) < connections_max_) return true;
  give_connection_back();
  places_wanted_.store(places_wanted_at_once, std::memory_order_relaxed);
  return false;
}

bool Service::take_wanted_place() {
  if (places_wanted_.load(std::memory_order_relaxed) <= 0) return false;
  return places_wanted_.fetch_sub(1, std::memory_order_relaxed) > 0;
}

bool Service::count_accept_failure() {
  accept_failures_.fetch_add(1, std::memory_order_relaxed);
  return telling_of_failures_.is_due(std::chrono::steady_clock::now());
}

ServerFigures Service::figures() const {
  constexpr auto relaxed = std::memory_order_relaxed;
  const auto waiting = workers.figures();
  const auto computing = computing_workers.figures();
  ServerFigures taken;
  taken.connections = connections_.load(relaxed);
  taken.connections_max = connections_max_;
  taken.accept_failures = accept_failures_.load(relaxed);
  taken.worker_queue_length = waiting.queue_length + computing.queue_length;
  taken.workers_busy = waiting.busy + computing.busy;
  taken.workers = waiting.threads + computing.threads;
  taken.held_body_bytes = bodies.taken();
  taken.held_answer_bytes = answers.taken();
  taken.turned_away = turned_away_.load(relaxed);
  return taken;
}

}  // namespace astronova::http
