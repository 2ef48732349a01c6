#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

namespace astronova::testing {

/// A program that runs beside the test and ends with it. Its standard input is a pipe that closes
/// when the test's process goes, in whatever way; what it says to standard error is the test's.
class ChildProcess {
 public:
  /// The first word is the program, found by PATH. Throws when it cannot be started.
  explicit ChildProcess(const std::vector<std::string>& command);
  /// Kills it and waits for its end.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  /// The next line of its standard output without the line break; waits for it. Throws when it
  /// ended before.
  std::string read_line();
  /// Closes its standard input, and waits until it has ended by itself for that: it has servers of
  /// its own to end.
  void end();
  pid_t id() const { return id_; }

 private:
  pid_t id_ = -1;
  int input_ = -1;
  int output_ = -1;
};

}  // namespace astronova::testing
