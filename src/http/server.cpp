#include "http/server.h"

#include <atomic>
#include <thread>
#include <utility>

#include "http/event_loop.h"
#include "http/graceful_stop.h"
#include "http/listening_sockets.h"
#include "http/service.h"

namespace astronova::http {

class Server::Implementation {
 public:
  Implementation(ServerOptions options, Router router, std::unique_ptr<TlsCredentials> tls)
      : service_(std::make_unique<Service>(std::move(options), std::move(router), std::move(tls))) {
  }

  // A handler that still runs on a worker uses its connection, which its loop owns.
  ~Implementation() {
    service_->finish_workers();
    loops_.clear();
  }
  Implementation(const Implementation&) = delete;
  Implementation& operator=(const Implementation&) = delete;

  Result<void> listen() {
    const auto& options = service_->options;
    auto listening = listen_on(options.address, options.port, count_or_processors(options.threads));
    if (!listening) return listening.error();
    port_ = listening->port;
    for (auto& socket : listening->sockets)
      loops_.push_back(std::make_unique<EventLoop>(*service_, std::move(socket)));
    // From now on the caller may tell others that it can be reached, and be told to stop.
    if (options.stop_on_signals) {
      signals_.emplace(*loops_.front(), options.drain_delay,
                       GracefulStop::Steps{options.on_draining, [this] { stop(); }});
    }
    return {};
  }

  std::uint16_t port() const { return port_; }

  ServerFigures figures() const {
    ServerFigures taken = service_->figures();
    for (const auto& loop : loops_)
      taken.loop_lag += loop->lag();
    return taken;
  }

  bool run() {
    std::atomic<bool> is_drained = true;
    std::vector<std::thread> threads;
    for (std::size_t i = 1; i < loops_.size(); ++i) {
      threads.emplace_back([&is_drained, &loop = *loops_[i]] {
        if (!loop.run()) is_drained = false;
      });
    }
    if (!loops_.front()->run()) is_drained = false;
    for (auto& thread : threads)
      thread.join();
    return is_drained;
  }

  void stop() {
    for (auto& loop : loops_)
      loop->stop();
  }

 private:
  std::unique_ptr<Service> service_;
  std::vector<std::unique_ptr<EventLoop>> loops_;
  std::optional<GracefulStop> signals_;
  std::uint16_t port_ = 0;
};

Server::Server(std::unique_ptr<Implementation> implementation)
    : implementation_(std::move(implementation)) {}

Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::listen(ServerOptions options, Router router) {
  std::unique_ptr<TlsCredentials> tls;
  if (options.tls) {
    auto opened = TlsCredentials::open(*options.tls);
    if (!opened) return opened.error();
    tls = *std::move(opened);
  }
  auto implementation =
      std::make_unique<Implementation>(std::move(options), std::move(router), std::move(tls));
  const auto listening = implementation->listen();
  if (!listening) return listening.error();
  return std::unique_ptr<Server>(new Server(std::move(implementation)));
}

std::uint16_t Server::port() const {
  return implementation_->port();
}

ServerFigures Server::figures() const {
  return implementation_->figures();
}

bool Server::run() {
  return implementation_->run();
}

void Server::stop() {
  implementation_->stop();
}

}  // namespace astronova::http
