#include "release/records/durable_file.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace astronova::release {
namespace {

class OpenFile {
 public:
  OpenFile(const std::string& path, int flags, mode_t mode = 0640)
      : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  bool is_open() const { return descriptor_ >= 0; }
  int descriptor() const { return descriptor_; }

  // The machine, or the room on the disk, may have ended in the middle of the last one.
  bool ends_within_line() const {
    const auto size = lseek(descriptor_, 0, SEEK_END);
    char last = '\n';
    return size > 0 && pread(descriptor_, &last, 1, size - 1) == 1 && last != '\n';
  }

  bool write(std::string_view text) const {
    while (!text.empty()) {
      const auto count = ::write(descriptor_, text.data(), text.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return false;
      text.remove_prefix(static_cast<std::size_t>(count));
    }
    return sync();
  }

  bool sync() const { return fsync(descriptor_) == 0; }

 private:
  int descriptor_;
};

Error failure(const std::string& path, const char* what) {
  return {ErrorCode::data_missing,
          fmt::format("{} cannot be {}: {}", path, what, std::strerror(errno)),
          {}};
}

std::string folder_of(const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

Result<void> make_folder_of(const std::string& path) {
  std::error_code code;
  std::filesystem::create_directories(folder_of(path), code);
  if (!code) return {};
  errno = code.value();
  return failure(folder_of(path), "made");
}

// A name is on disk when its folder is.
bool keep_names_of(const std::string& path) {
  const OpenFile folder(folder_of(path), O_RDONLY | O_DIRECTORY);
  return folder.is_open() && folder.sync();
}

Result<void> rename_durably(const std::string& part, const std::string& path) {
  if (std::rename(part.c_str(), path.c_str()) != 0 || !keep_names_of(path))
    return failure(path, "replaced");
  return {};
}

}  // namespace

Result<void> replace_file(const std::string& path, std::string_view text, unsigned mode) {
  if (auto made = make_folder_of(path); !made) return made;
  const auto fresh = path + ".new";
  {
    const OpenFile file(fresh, O_WRONLY | O_CREAT | O_TRUNC, mode);
    if (!file.is_open() || !file.write(text)) return failure(fresh, "written");
  }
  return rename_durably(fresh, path);
}

Result<void> put_in_place(const std::string& part, const std::string& path) {
  {
    const OpenFile file(part, O_RDONLY);
    if (!file.is_open() || !file.sync()) return failure(part, "written");
  }
  return rename_durably(part, path);
}

Result<void> append_line(const std::string& path, std::string_view line) {
  if (auto made = make_folder_of(path); !made) return made;
  const OpenFile file(path, O_RDWR | O_CREAT | O_APPEND);
  if (!file.is_open()) return failure(path, "appended to");
  const auto whole = (file.ends_within_line() ? "\n" : "") + std::string(line) + "\n";
  if (!file.write(whole) || !keep_names_of(path)) return failure(path, "appended to");
  return {};
}

Result<std::optional<std::string>> read_file(const std::string& path) {
  const OpenFile file(path, O_RDONLY);
  if (!file.is_open()) {
    if (errno == ENOENT) return std::optional<std::string>{};
    return failure(path, "read");
  }
  std::string text;
  std::array<char, 65'536> bytes{};
  for (;;) {
    const auto count = ::read(file.descriptor(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failure(path, "read");
    if (count == 0) return std::optional<std::string>{std::move(text)};
    text.append(bytes.data(), static_cast<std::size_t>(count));
  }
}

Result<void> remove_file(const std::string& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return failure(path, "removed");
  keep_names_of(path);
  return {};
}

}  // namespace astronova::release
