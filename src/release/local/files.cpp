#include "release/local/files.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>

#include <fmt/format.h>
#include <openssl/evp.h>

namespace astronova::release::local {
namespace {

constexpr std::size_t bytes_max = std::size_t{1} << 20U;

Error cannot(std::string_view what, const std::string& path, const std::string& why) {
  return {ErrorCode::data_missing, fmt::format("{} cannot be {}: {}", path, what, why), {}};
}

}  // namespace

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
