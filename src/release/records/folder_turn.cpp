#include "release/records/folder_turn.h"

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

Error failure(const std::string& folder) {
  return {ErrorCode::data_missing,
          fmt::format("{} cannot be locked: {}", folder, std::strerror(errno)),
          {}};
}

}  // namespace

Result<FolderTurn> FolderTurn::at_folder_of(const std::string& path) {
  const auto parent = std::filesystem::path(path).parent_path().string();
  const auto folder = parent.empty() ? "." : parent;
  std::error_code code;
  std::filesystem::create_directories(folder, code);  // that it failed is told by open()
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return failure(folder);
  FolderTurn turn(descriptor);
  while (flock(descriptor, LOCK_EX) != 0) {
    if (errno != EINTR) return failure(folder);
  }
  return turn;
}

FolderTurn::FolderTurn(FolderTurn&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

FolderTurn::~FolderTurn() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace astronova::release
