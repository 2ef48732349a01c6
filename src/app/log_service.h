#pragma once

#include <CLI/App.hpp>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/randomness.h"
#include "telemetry/log/log.h"
#include "telemetry/log/request_log.h"

namespace astronova::app {

/// What the server logs, and how; docs/CONFIGURATION.md has the same table.
struct LogConfiguration {
  std::string level = "info";
  std::string format = "auto";  ///< "json", "text"; "auto": for people on a terminal, else JSON
  double sample = 1;            ///< the share of the requests that are nothing special
  double slow_seconds = 1;
  std::size_t queue_kilobytes = 8192;
  std::string google_cloud_project{};
  std::string secret_key{};  ///< a secret, so no flag; names for accounts are made with it
};

/// Declares the flags and environment variables of `serve`.
void declare(CLI::App& command, LogConfiguration& configuration);

/// While it lives, the log of the process is its own, on stdout.
class LogService {
 public:
  /// The clock must outlive it.
  LogService(const LogConfiguration& configuration, const Clock& clock);
  /// Writes what waits, for a second at most.
  ~LogService();
  LogService(const LogService&) = delete;
  LogService& operator=(const LogService&) = delete;

  bool is_json() const { return is_json_; }
  telemetry::Log& log() { return log_; }

  /// Who tells the log of requests. Names for accounts are made with SECRET_KEY or, where it is not
  /// set, with a key that is derived from `token_secret`; there are none where that is empty too.
  /// Once; it lives as long as this object.
  http::RequestObserver& watch_requests(const std::string& token_secret,
                                        const Randomness& randomness);

 private:
  const LogConfiguration configuration_;
  const bool is_json_;
  telemetry::Log log_;
  LogSink* const former_;
  std::optional<telemetry::RequestLog> requests_;
};

}  // namespace astronova::app
