#pragma once

#include <optional>
#include <string>

#include "base/result.h"

namespace astronova::release {

/// Keeps a second tool from working on the same service while one does (flock(2)). It ends with
/// this object or with the process, however that ends. The file stays, with the number of the
/// process that had it last.
class RunLock {
 public:
  /// Does not wait.
  /// errors  forbidden (another process has it: its number is named), data_missing (the file
  ///         cannot be made)
  static Result<RunLock> take(const std::string& path);

  ~RunLock();
  RunLock(RunLock&& other) noexcept;
  RunLock& operator=(RunLock&&) = delete;

 private:
  explicit RunLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

/// The number of the process that has it now; nothing where none has.
std::optional<std::string> holder_of_run_lock(const std::string& path);

}  // namespace astronova::release
