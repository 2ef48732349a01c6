#include "base/file_lock.h"

#include <chrono>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace astronova {
namespace {

constexpr std::chrono::milliseconds between_attempts(200);

Error failure(const std::string& path, int number) {
  return {ErrorCode::data_missing, path + " cannot be locked: " + std::strerror(number), {}};
}

}  // namespace

Result<FileLock> FileLock::take(const std::string& path, const std::stop_token& stop) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) return failure(path, errno);
  FileLock lock(descriptor);
  std::mutex mutex;
  std::condition_variable_any changed;
  const int mode = stop.stop_possible() ? LOCK_EX | LOCK_NB : LOCK_EX;
  while (flock(descriptor, mode) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) return failure(path, errno);
    std::unique_lock waiting(mutex);
    changed.wait_for(waiting, stop, between_attempts, [] { return false; });
    if (stop.stop_requested()) {
      return Error{ErrorCode::data_missing, "was told to stop while waiting for " + path, {}};
    }
  }
  return lock;
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock::~FileLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace astronova
