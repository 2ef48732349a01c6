#pragma once

#include <chrono>

#include "release/program_runner.h"

namespace astronova::release {

/// Runs programs of this machine, found by PATH, each in a process group of its own: a Ctrl-C at
/// the terminal is for this process, which ends them in its own order.
///
/// Its answer is complete when the program itself ends, though what it has left running may hold
/// its output open. Of output and errors the first 16 MB each are kept.
class PosixRunner final : public ProgramRunner {
 public:
  /// `grace` is how long after its deadline's SIGTERM a program's group gets SIGKILL.
  explicit PosixRunner(std::chrono::milliseconds grace = std::chrono::seconds(5)) : grace_(grace) {}

  Result<ProgramResult> run(const CommandLine& command) override;

 private:
  std::chrono::milliseconds grace_;
};

}  // namespace astronova::release
