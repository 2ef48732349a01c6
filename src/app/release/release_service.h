#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/release/release_flags.h"
#include "app/release/signal_waiter.h"
#include "base/clock.h"
#include "base/randomness.h"
#include "release/gates/schema_source.h"
#include "release/posix_runner.h"
#include "release/records/audit_log.h"
#include "release/records/operator_lock.h"
#include "release/records/release_state.h"
#include "release/records/run_lock.h"
#include "release/releaser/releaser.h"
#include "release/releaser/status_report.h"

namespace astronova::clients::curl {
class CurlClient;
}

namespace astronova::app {

/// Everything that a command below `release` works with, as the configuration has it.
class ReleaseService {
 public:
  /// errors  invalid_value, with all that is wrong with the configuration, as it is printed;
  ///         data_missing
  static Result<std::unique_ptr<ReleaseService>> open(const ReleaseFlags& flags);
  ~ReleaseService();
  ReleaseService(const ReleaseService&) = delete;
  ReleaseService& operator=(const ReleaseService&) = delete;

  /// Keeps other processes from working on the service for as long as this lives.
  /// errors  forbidden (another one does)
  Result<void> take_run_lock();

  /// What the engine finds, and where it does not answer that, with what was written down.
  /// errors  malformed, data_missing: what was written down cannot be read
  Result<release::StatusReport> status();

  release::Releaser& releaser() { return *releaser_; }
  release::AuditLog& audit() { return audit_; }
  release::OperatorLock& lock() { return lock_; }
  const Clock& clock() const { return clock_; }

 private:
  explicit ReleaseService(release::ReleaseSettings settings);

  const release::ReleaseSettings settings_;
  SignalWaiter waiter_{};  // before any thread is made
  SystemClock clock_{};
  SystemRandomness randomness_{};
  release::PosixRunner runner_{};
  release::ProgramSchemas schemas_{runner_};
  release::StateFile states_;
  release::OperatorLock lock_;
  release::AuditLog audit_;
  std::unique_ptr<clients::curl::CurlClient> http_{};
  std::unique_ptr<release::Engine> engine_{};
  std::unique_ptr<release::FigureSource> figures_{};
  std::unique_ptr<release::Notices> notices_{};
  std::unique_ptr<release::Releaser> releaser_{};
  std::optional<release::RunLock> run_lock_{};
};

/// Prints what stood in the way. Returns the exit status.
int report_release_error(const Error& error);

/// Prints what a command of the releaser came to. Returns the exit status.
int report_outcome(const Result<release::Outcome>& outcome, const release::Releaser& releaser);

}  // namespace astronova::app
