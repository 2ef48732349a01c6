#include "release/local/files.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <unistd.h>

namespace astronova::release::local {
namespace {

constexpr std::size_t bytes_max = std::size_t{1} << 20U;

Error cannot(std::string_view what, const std::string& path, const std::string& why) {
  return {ErrorCode::data_missing, fmt::format("{} cannot be {}: {}", path, what, why), {}};
}

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const auto count = ::write(descriptor, text.data(), text.size());
    if (count < 0 && errno != EINTR) return false;
    if (count > 0) text.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

// A name that was changed is on disk when its folder is.
void sync_folder(const std::filesystem::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

Result<void> rename_durably(const std::string& part, const std::string& path) {
  if (::rename(part.c_str(), path.c_str()) != 0)
    return cannot("replaced", path, std::strerror(errno));
  sync_folder(std::filesystem::path(path).parent_path());
  return {};
}

}  // namespace

Result<void> write_file(const std::string& path, std::string_view text, unsigned mode) {
  const auto folder = std::filesystem::path(path).parent_path();
  std::error_code failure;
  std::filesystem::create_directories(folder, failure);
  if (failure) return cannot("made", folder.string(), failure.message());
  const auto part = path + ".part";
  const int descriptor = ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  if (descriptor < 0) return cannot("written", part, std::strerror(errno));
  const bool is_written = write_all(descriptor, text) && ::fsync(descriptor) == 0;
  const int why = errno;
  ::close(descriptor);
  if (!is_written) return cannot("written", part, std::strerror(why));
  return rename_durably(part, path);
}

Result<void> put_in_place(const std::string& part, const std::string& path) {
  const int descriptor = ::open(part.c_str(), O_RDONLY | O_CLOEXEC);
  const bool is_on_disk = descriptor >= 0 && ::fsync(descriptor) == 0;
  const int why = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (!is_on_disk) return cannot("written", part, std::strerror(why));
  return rename_durably(part, path);
}

Result<std::string> read_file(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file.is_open() && errno == ENOENT)
    return Error{ErrorCode::not_found, path + " is not there", {}};
  std::string text(bytes_max + 1, '\0');
  file.read(text.data(), std::ssize(text));
  if (!file.is_open() || file.bad()) return cannot("read", path, std::strerror(errno));
  const auto size = static_cast<std::size_t>(file.gcount());
  if (size > bytes_max) return cannot("read", path, "it has more than 1 MB");
  text.resize(size);
  return text;
}

Result<std::string> digest_of_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file.is_open()) return cannot("read", path, std::strerror(errno));
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        &EVP_MD_CTX_free);
  EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
  std::array<char, 65'536> bytes{};
  do {
    file.read(bytes.data(), bytes.size());
    EVP_DigestUpdate(context.get(), bytes.data(), static_cast<std::size_t>(file.gcount()));
  } while (file);
  if (!file.eof()) return cannot("read", path, "it broke off");
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_DigestFinal_ex(context.get(), digest.data(), &size);
  std::string text = "sha256:";
  for (unsigned i = 0; i < size; ++i)
    text += fmt::format("{:02x}", digest.at(i));
  return text;
}

}  // namespace astronova::release::local
