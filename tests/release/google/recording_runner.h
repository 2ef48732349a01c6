#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "release/program_runner.h"

namespace astronova::testing {

/// Runs nothing, and answers by a function, for one caller at a time; keeps what it was asked to
/// run.
class RecordingRunner final : public release::ProgramRunner {
 public:
  using Answer = std::function<Result<release::ProgramResult>(const release::CommandLine&)>;

  explicit RecordingRunner(Answer answer) : answer_(std::move(answer)) {}

  Result<release::ProgramResult> run(const release::CommandLine& command) override {
    const std::scoped_lock lock(mutex_);
    commands_.push_back(command);
    return answer_(command);
  }

  const std::vector<release::CommandLine>& commands() const { return commands_; }
  /// As a shell would take them: those that are no questions; since the last call.
  std::vector<std::string> take_changes() {
    std::vector<std::string> lines;
    for (const auto& command : commands_) {
      const auto line = release::shell_line(command);
      if (line.find("--format=") == std::string::npos) lines.push_back(line);
    }
    commands_.clear();
    return lines;
  }

 private:
  std::mutex mutex_;
  Answer answer_;
  std::vector<release::CommandLine> commands_;
};

inline bool has_word(const release::CommandLine& command, std::string_view word) {
  for (const auto& one : command.words)
    if (one == word) return true;
  return false;
}

}  // namespace astronova::testing
