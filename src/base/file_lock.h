#pragma once

#include <stop_token>
#include <string>

#include "base/result.h"

namespace astronova {

/// A lock that one process of this machine at a time holds (flock(2)); it ends with this object or
/// with the process, however that ends. The file stays, empty.
class FileLock {
 public:
  /// Waits until the lock is free: by looking again several times a second, or, with a token that
  /// no stop can come from, in the kernel.
  /// errors  data_missing where the file cannot be made; a stop that was requested
  static Result<FileLock> take(const std::string& path, const std::stop_token& stop);

  ~FileLock();
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&&) = delete;

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace astronova
