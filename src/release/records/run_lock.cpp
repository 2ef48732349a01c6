#include "release/records/run_lock.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

namespace astronova::release {
namespace {

std::string process_in(int descriptor) {
  std::array<char, 32> text{};
  const auto count = pread(descriptor, text.data(), text.size(), 0);
  std::string process(text.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
  while (!process.empty() && process.back() == '\n')
    process.pop_back();
  return process;
}

}  // namespace

Result<RunLock> RunLock::take(const std::string& path) {
  std::error_code code;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), code);
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  if (descriptor < 0) {
    return Error{ErrorCode::data_missing,
                 fmt::format("{} cannot be opened: {}", path, std::strerror(errno)),
                 {}};
  }
  RunLock lock(descriptor);
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    return Error{ErrorCode::forbidden,
                 fmt::format("another astronova release is at work (process {}); wait for its end, "
                             "or end it with SIGTERM",
                             process_in(descriptor)),
                 {}};
  }
  const auto process = fmt::format("{}\n", getpid());
  if (ftruncate(descriptor, 0) != 0 ||
      pwrite(descriptor, process.data(), process.size(), 0) != std::ssize(process)) {
    return Error{ErrorCode::data_missing,
                 fmt::format("{} cannot be written: {}", path, std::strerror(errno)),
                 {}};
  }
  return lock;
}

RunLock::RunLock(RunLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

RunLock::~RunLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::optional<std::string> holder_of_run_lock(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return std::nullopt;
  std::optional<std::string> holder;
  if (flock(descriptor, LOCK_SH | LOCK_NB) != 0) holder = process_in(descriptor);
  ::close(descriptor);
  return holder;
}

}  // namespace astronova::release
