#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace astronova::release {

/// A program with its arguments: never a shell's line, so nothing needs quoting.
struct CommandLine {
  std::vector<std::string> words;                                  ///< the program first
  std::vector<std::pair<std::string, std::string>> environment{};  ///< beside this process's own
  std::string input{};                                             ///< for its standard input
  std::chrono::milliseconds deadline{600'000};                     ///< it is killed then
};

/// The words as a POSIX shell would take them, for people to read or to copy.
std::string shell_line(const CommandLine& command);

struct ProgramResult {
  int exit_status = 0;  ///< 128 + signal where a signal ended it
  std::string output{};
  std::string errors{};  ///< what it wrote to standard error
};

/// Runs programs. Threads: all.
class ProgramRunner {
 public:
  virtual ~ProgramRunner() = default;

  /// Runs it to its end, whatever its exit status.
  /// errors  unavailable (there is no such program, or the deadline came)
  virtual Result<ProgramResult> run(const CommandLine& command) = 0;
};

}  // namespace astronova::release
