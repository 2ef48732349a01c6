#pragma once

#include <functional>
#include <optional>
#include <string>

#include "release/cloudrun/cloudrun_engine.h"
#include "release/cloudrun/run_commands.h"
#include "release/cloudrun/run_state.h"

namespace astronova::release::cloudrun {

/// A Cloud Run service that is looked at before and after each change: what gcloud's exit status
/// says of a change decides nothing. All it is given must outlive it. Threads: one at a time.
class RunService {
 public:
  using Reached = std::function<bool(const RunState&)>;

  RunService(const CloudRunSettings& settings, const RunCommands& commands, ProgramRunner& runner);

  /// What is there now; a state that does not exist where there is no such service.
  /// errors  unavailable
  Result<RunState> look();

  /// The same, asked up to three times: that a question failed says nothing of what it was about,
  /// and no rollback is to end with it.
  /// errors  unavailable
  Result<RunState> look_patiently();

  /// Runs the command and looks until what it is for is so, at most for `moved_within`; again where
  /// somebody else changed the service at the same time.
  /// errors  unavailable: it was not reached, with what gcloud said
  Result<RunState> change(const CommandLine& command, const Reached& reached);

  /// Looks until the revision, named as Cloud Run has it, is ready; `state` is the first look.
  /// errors  unavailable: it failed, is gone, or is not ready after `ready_within`
  Result<RunState> wait_until_ready(RunState state, const std::string& revision);

 private:
  Result<std::optional<RunState>> look_until(const Reached& reached, bool ended_well);

  const CloudRunSettings& settings_;
  const RunCommands& commands_;
  ProgramRunner& runner_;
  std::function<void(std::chrono::milliseconds)> pause_;
};

}  // namespace astronova::release::cloudrun
