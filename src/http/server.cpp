#include "http/server.h"

#include <algorithm>
#include <atomic>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <thread>
#include <utility>

#include <sys/resource.h>

#include "http/event_loop.h"
#include "http/listener.h"

namespace astronova::http {
namespace {

namespace asio = boost::asio;

/// For files, the listening socket and the loops' own.
constexpr std::size_t spare_descriptors = 64;

unsigned count_or_processors(unsigned count) {
  return count != 0 ? count : std::max(1U, std::thread::hardware_concurrency());
}

/// As many connections as asked for and as there are descriptors for.
std::size_t connections_max(std::size_t wanted) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return wanted;
  const std::size_t descriptors = limit.rlim_cur;
  const std::size_t spare = std::min(spare_descriptors, descriptors / 2);
  return std::min(wanted, descriptors - spare);
}

}  // namespace

Service::Service(ServerOptions given, Router router)
    : options(std::move(given)),
      responder(std::move(router), Cors(options.cors_origins)),
      workers(count_or_processors(options.worker_threads), options.worker_queue) {}

class Server::Implementation {
 public:
  Implementation(ServerOptions options, Router router)
      : service_(std::make_unique<Service>(std::move(options), std::move(router))),
        loops_(make_loops(*service_)),
        listener_(loops_, connections_max(service_->options.max_connections)),
        signals_(first_loop().context()) {}

  // A handler that still runs on a worker uses its connection, which its loop owns.
  ~Implementation() { service_.reset(); }
  Implementation(const Implementation&) = delete;
  Implementation& operator=(const Implementation&) = delete;

  Result<void> listen() {
    // From now on the caller may tell others that it can be reached, and be told to stop.
    if (service_->options.stop_on_signals) {
      signals_.add(SIGINT);
      signals_.add(SIGTERM);
    }
    return listener_.listen(service_->options.address, service_->options.port);
  }

  std::uint16_t port() const { return listener_.port(); }

  bool run() {
    listener_.start();
    if (service_->options.stop_on_signals) await_signals();
    std::atomic<bool> is_drained = true;
    std::vector<std::thread> threads;
    for (std::size_t i = 1; i < loops_.size(); ++i) {
      threads.emplace_back([&is_drained, &loop = *loops_[i]] {
        if (!loop.run()) is_drained = false;
      });
    }
    if (!first_loop().run()) is_drained = false;
    for (auto& thread : threads)
      thread.join();
    return is_drained;
  }

  void stop() {
    asio::post(first_loop().context(), [this] {
      // In this order: a loop is drained only when no connection can be on its way to it.
      listener_.stop();
      for (auto& loop : loops_)
        loop->stop();
    });
  }

 private:
  static Listener::Loops make_loops(Service& service) {
    Listener::Loops loops;
    const unsigned count = count_or_processors(service.options.threads);
    for (unsigned i = 0; i < count; ++i)
      loops.push_back(std::make_unique<EventLoop>(service));
    return loops;
  }

  EventLoop& first_loop() { return *loops_.front(); }

  void await_signals() {
    signals_.async_wait([this](const boost::system::error_code& error, int) {
      if (!error) stop();
    });
  }

  std::unique_ptr<Service> service_;
  Listener::Loops loops_;
  Listener listener_;
  asio::signal_set signals_;
};

Server::Server(std::unique_ptr<Implementation> implementation)
    : implementation_(std::move(implementation)) {}

Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::listen(ServerOptions options, Router router) {
  auto implementation = std::make_unique<Implementation>(std::move(options), std::move(router));
  const auto listening = implementation->listen();
  if (!listening) return listening.error();
  return std::unique_ptr<Server>(new Server(std::move(implementation)));
}

std::uint16_t Server::port() const {
  return implementation_->port();
}

bool Server::run() {
  return implementation_->run();
}

void Server::stop() {
  implementation_->stop();
}

}  // namespace astronova::http
