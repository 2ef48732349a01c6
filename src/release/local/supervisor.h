#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "release/local/slot.h"

namespace astronova::release::local {

/// How a server ended that was told to.
enum class Ending : std::uint8_t {
  was_over,  ///< it did not run
  by_itself,
  killed,  ///< it did not end in time
};

/// Who runs the servers of the slots. They go on when this process ends.
///
/// Each operation may be done again. Threads: one at a time.
class Supervisor {
 public:
  virtual ~Supervisor() = default;

  /// errors  unavailable (it cannot be asked)
  virtual Result<bool> is_running(Slot slot) = 0;

  /// Starts the binary that is in the slot, unless it runs, and returns before it listens.
  /// errors  unavailable, with why it could not be started
  virtual Result<void> start(Slot slot, const std::string& binary) = 0;

  /// SIGTERM, and SIGKILL to what is still there after the time that it has.
  virtual Result<Ending> stop(Slot slot) = 0;

  /// The last line that the server has written, for people; "" where there is none.
  virtual std::string last_words(Slot slot) = 0;

  /// What start() and stop() run, for `plan`.
  virtual std::string describe_start(Slot slot, const std::string& binary) const = 0;
  virtual std::string describe_stop(Slot slot) const = 0;
};

}  // namespace astronova::release::local
