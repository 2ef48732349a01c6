#include "accounts/generated_secret.h"

#include <cerrno>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "accounts/base64url.h"
#include "accounts/digest.h"

namespace astronova::accounts {
namespace {

constexpr std::size_t secret_bytes = 32;
constexpr std::size_t text_bytes = 43;  // in base64url

Error failure(const std::string& path, std::string_view why) {
  return {ErrorCode::data_missing, fmt::format("{} {}", path, why), {}};
}

Error system_failure(const std::string& path, std::string_view action) {
  return failure(path, fmt::format("cannot be {}: {}", action, std::strerror(errno)));
}

class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

Result<void> check_permissions(const File& file, const std::string& path) {
  struct stat status {};
  if (::fstat(file.descriptor(), &status) != 0) return system_failure(path, "examined");
  if (!S_ISREG(status.st_mode)) return failure(path, "is no file");
  if (status.st_uid != ::geteuid())
    return failure(path,
                   "belongs to another user; change its owner, or remove it to have a new "
                   "one made, which signs everybody out");
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return failure(path,
                   "can be read or written by other users; its secret may be known. Remove "
                   "it to have a new one made, which signs everybody out");
  return {};
}

// Nothing when there is no file.
Result<std::optional<std::string>> kept_secret(const std::string& path) {
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (file.descriptor() < 0) {
    if (errno == ENOENT) return std::optional<std::string>();
    return system_failure(path, "read");
  }
  if (const auto permitted = check_permissions(file, path); !permitted) return permitted.error();
  std::string text(text_bytes + 2, '\0');
  const auto size = ::read(file.descriptor(), text.data(), text.size());
  if (size < 0) return system_failure(path, "read");
  text.resize(static_cast<std::size_t>(size));
  if (text.ends_with('\n')) text.pop_back();
  const auto bytes = decode_base64url(text);
  if (!bytes || bytes->size() != secret_bytes)
    return failure(path, "is no secret that AstroNova made; remove it to have a new one made");
  return std::optional(std::move(text));
}

Result<void> write_whole(const File& file, const std::string& path, std::string_view text) {
  if (::write(file.descriptor(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
    return system_failure(path, "written");
  if (::fsync(file.descriptor()) != 0) return system_failure(path, "written");
  return {};
}

void sync_folder(const std::string& folder) {
  const File file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (file.descriptor() >= 0) ::fsync(file.descriptor());
}

// Whether it is in its place now; not when another server was faster. A link, unlike a renamed
// file, never takes the place of one that is there.
Result<bool> put_in_place(const std::string& folder, const std::string& path,
                          const std::string& secret, const Randomness& randomness) {
  const auto passing = path + '.' + hexadecimal(randomness.bytes<8>());
  Result<void> written;
  {
    const File file(::open(passing.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (file.descriptor() < 0) return system_failure(path, "made");
    written = write_whole(file, path, secret + '\n');
  }
  bool linked = false;
  int reason = 0;
  if (written) {
    linked = ::link(passing.c_str(), path.c_str()) == 0;
    reason = errno;
  }
  ::unlink(passing.c_str());
  if (!written) return written.error();
  errno = reason;
  if (!linked && reason != EEXIST) return system_failure(path, "made");
  sync_folder(folder);
  return linked;
}

}  // namespace

Result<GeneratedSecret> generated_secret(const std::string& folder, const Randomness& randomness) {
  const auto path = folder + "/token-secret";
  auto kept = kept_secret(path);
  if (!kept) return kept.error();
  if (*kept) return GeneratedSecret{std::move(**kept), false};
  auto secret = encode_base64url(randomness.bytes<secret_bytes>());
  const auto placed = put_in_place(folder, path, secret, randomness);
  if (!placed) return placed.error();
  if (*placed) return GeneratedSecret{std::move(secret), true};
  kept = kept_secret(path);
  if (!kept) return kept.error();
  if (!*kept) return failure(path, "was removed while it was read");
  return GeneratedSecret{std::move(**kept), false};
}

}  // namespace astronova::accounts
