#pragma once

#include <functional>
#include <string>
#include <vector>

#include "clients/http_client.h"
#include "release/program_runner.h"
#include "release/records/audit_log.h"
#include "release/releaser/release_settings.h"

namespace astronova::release {

/// Where a release tells what it does: sentences for whoever watches.
using Say = std::function<void(const std::string&)>;

/// The hooks, as they are called in [hooks].
enum class Hook : std::uint8_t { before_build, after_promote, on_rollback };

/// Who is told of what a release does: the audit log, the operator's programs, the webhook.
/// Threads: one at a time.
class Notices {
 public:
  Notices(const ReleaseSettings& settings, AuditLog& audit, ProgramRunner& runner,
          clients::HttpClient& http, Say say)
      : settings_(settings), audit_(audit), runner_(runner), http_(http), say_(std::move(say)) {}

  /// In the audit log.
  Result<void> record(const AuditEntry& entry);

  /// In the audit log now, and to the webhook when post() is called. That one of them cannot be
  /// told is said, and is no reason to stop.
  void tell(const AuditEntry& entry);

  /// Posts what has been told since the last time. Whoever waits for it must have nothing more
  /// urgent to do.
  void post();

  /// Runs a hook, where there is one, with the entry and `more` in its environment.
  /// errors  unavailable, with its last words
  Result<void> run(Hook hook, const AuditEntry& entry,
                   const std::vector<std::pair<std::string, std::string>>& more = {});

 private:
  std::string webhook_url() const;

  const ReleaseSettings& settings_;
  AuditLog& audit_;
  ProgramRunner& runner_;
  clients::HttpClient& http_;
  Say say_;
  std::vector<AuditEntry> unposted_{};
};

}  // namespace astronova::release
