#include "app/settings/secret_file.h"

#include <cerrno>
#include <cstring>
#include <fstream>

#include <fmt/format.h>
#include <sys/stat.h>

namespace astronova::app {
namespace {

constexpr std::streamsize bytes_max = 64 << 10;

Error unusable(const std::string& path, std::string_view why) {
  return {ErrorCode::data_missing, fmt::format("the file {} {}", path, why), {}};
}

}  // namespace

Result<Secret<std::string>> read_secret_file(const std::string& path) {
  if (path.empty()) return Error{ErrorCode::data_missing, "no file is named", {}};
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string text(bytes_max + 1, '\0');
  file.read(text.data(), std::ssize(text));
  if (!file.is_open() || file.bad())
    return unusable(path, fmt::format("cannot be read: {}", std::strerror(errno)));
  if (file.gcount() > bytes_max) return unusable(path, "has more than 64 KB");
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  if (text.empty()) return unusable(path, "is empty");
  return Secret(std::move(text));
}

bool is_readable_by_all(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && (status.st_mode & S_IROTH) != 0;
}

}  // namespace astronova::app
