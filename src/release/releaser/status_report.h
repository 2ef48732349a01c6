#pragma once

#include <optional>
#include <string>
#include <vector>

#include "release/engine.h"
#include "release/records/audit_log.h"
#include "release/records/operator_lock.h"
#include "release/records/release_state.h"
#include "release/releaser/plan.h"

namespace astronova::release {

/// How a service stands: what its engine finds, and what the tool meant to do.
struct StatusReport {
  ServiceStatus service{};
  std::optional<std::string> unanswered{};  ///< why the engine could not be asked
  ReleaseState state{};
  std::optional<LockNote> lock{};
  std::optional<std::string> working{};  ///< the process that works on it now
  std::optional<std::string> freeze{};   ///< the name of the freeze that it is in
};

/// What an operator should know or do next, each a sentence: where what was meant and what is
/// differ, and how what is unfinished is brought to an end.
std::vector<std::string> advice(const StatusReport& report);

/// For people and for programs.
std::string text_of(const StatusReport& report);
std::string json_of(const StatusReport& report);
std::string text_of(const Plan& plan);
std::string json_of(const Plan& plan);
std::string text_of(const std::vector<AuditEntry>& history);

}  // namespace astronova::release
