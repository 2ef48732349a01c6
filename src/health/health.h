#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "health/probe.h"
#include "health/watch.h"

namespace astronova::health {

/// A service that this server depends on.
struct Service {
  std::string name;
  /// Whether the server is of no use without it: then it is neither healthy nor ready.
  bool required = false;
  std::unique_ptr<Probe> probe{};  ///< none: it is not configured
};

/// What is known of a service.
struct Status {
  std::string_view name;  ///< lives as long as the Health
  bool required = false;
  Finding finding{};

  /// Whether the server is of no use for its sake.
  bool is_fatal() const { return required && finding.state == State::unhealthy; }
};

/// Told when a service has become unhealthy or well, on a thread of the Health's.
using Told = std::function<void(const Status&)>;

/// What is known of all services that this server depends on, and whether it wants requests.
///
/// Each is asked in the background, by its own schedule and on its own thread: what is known costs
/// nobody a wait, however many ask and however badly a service hangs, and it is about a second old.
///
/// Threads: all may call at once; nothing waits but the constructor and the destructor.
class Health {
 public:
  /// Waits until all services have been asked once, or have taken too long. Begins with all well:
  /// `told` hears of each that is not.
  explicit Health(std::vector<Service> services, Told told = {});
  /// Waits for the probes that are running.
  ~Health();
  Health(const Health&) = delete;
  Health& operator=(const Health&) = delete;

  /// In the order in which they were given.
  std::vector<Status> report() const;

  /// From now on no new requests are wanted: the server is about to stop.
  void begin_draining() { is_draining_ = true; }
  bool is_draining() const { return is_draining_; }

 private:
  struct Watched {
    std::string name;
    bool required;
    std::unique_ptr<Watch> watch;

    Finding finding() const;
  };

  void tell_changes(const std::stop_token& stop);

  std::vector<Watched> services_;
  Told told_;
  std::atomic<bool> is_draining_ = false;
  std::mutex mutex_;
  std::condition_variable_any stopped_;
  std::jthread teller_;
};

/// Whether none of them is fatal.
bool is_healthy(const std::vector<Status>& report);

}  // namespace astronova::health
