#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/instant.h"
#include "base/result.h"

namespace astronova::release {

/// A figure that was held against a threshold: "p99 is 41.2 ms, at most 30 ms".
struct Judgement {
  std::string figure{};  ///< "success rate", "p99", "health"
  std::string measured{};
  std::string wanted{};
  bool is_good = false;
};

/// One line of the audit log.
struct AuditEntry {
  Instant at{};
  std::string by{};
  std::string action{};    ///< "ship", "canary", "promoted", "rolled-back", "lock", "checklist" …
  std::string release{};   ///< the id of the release; "" outside one
  std::string revision{};  ///< the candidate, or what was returned to
  std::string version{};
  std::string digest{};
  int percent = -1;  ///< of the requests that the revision had then; -1: not of matter
  std::string why{};
  std::vector<Judgement> judgements{};
  /// What else belongs to the action, by name.
  std::vector<std::pair<std::string, std::string>> details{};
};

std::string json_of(const AuditEntry& entry);

/// What was done, by whom and why: a file to which JSON lines are appended, and never anything
/// else.
class AuditLog {
 public:
  explicit AuditLog(std::string path) : path_(std::move(path)) {}

  /// It is on disk when this returns.
  Result<void> append(const AuditEntry& entry);

  /// All lines, the oldest first. One that was cut off by a machine that stopped is passed over.
  Result<std::vector<AuditEntry>> read() const;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace astronova::release
