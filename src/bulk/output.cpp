#include "bulk/output.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "bulk/refusal.h"

namespace astronova::bulk {

Output Output::of_process(int descriptor, std::string name) {
  return {Descriptor(descriptor), std::move(name)};
}

Result<Output> Output::open(const std::string& path) {
  Output output(Descriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666)), path);
  if (output.file_.number() < 0) return output.failure();
  if (!output.is_file()) return output;
  if (flock(output.file_.number(), LOCK_EX | LOCK_NB) != 0) {
    return refusal(path + " is being written by another process");
  }
  return output;
}

Error Output::failure() const {
  return {ErrorCode::data_missing,
          fmt::format("{} cannot be written: {}", name_, std::strerror(errno)),
          {}};
}

Result<void> Output::append(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(file_.number(), text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failure();
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> Output::go_on_from(std::uint64_t size) {
  struct stat about {};
  if (fstat(file_.number(), &about) != 0) return failure();
  if (static_cast<std::uint64_t>(about.st_size) < size) {
    return refusal(name_ + " is shorter than it was; say --force to begin anew");
  }
  const auto end = static_cast<off_t>(size);
  if (ftruncate(file_.number(), end) != 0 || lseek(file_.number(), end, SEEK_SET) < 0) {
    return failure();
  }
  return {};
}

Result<void> Output::sync() const {
  if (fdatasync(file_.number()) == 0 || errno == EINVAL || errno == EROFS) return {};
  return failure();
}

bool Output::is_file() const {
  struct stat about {};
  return fstat(file_.number(), &about) == 0 && S_ISREG(about.st_mode);
}

bool Output::is_same_file(int descriptor) const {
  struct stat ours {};
  struct stat other {};
  return fstat(file_.number(), &ours) == 0 && fstat(descriptor, &other) == 0 &&
         ours.st_dev == other.st_dev && ours.st_ino == other.st_ino && S_ISREG(ours.st_mode);
}

}  // namespace astronova::bulk
