#include "usecases/name_uuid.h"

#include <algorithm>
#include <stdexcept>

#include <openssl/evp.h>

namespace astronova::usecases {
namespace {

using Uuid = std::array<unsigned char, 16>;

// Looking SHA-1 up costs more than using it, so it is kept.
class Sha1 {
 public:
  Sha1() : algorithm_(EVP_MD_fetch(nullptr, "SHA1", nullptr)), context_(EVP_MD_CTX_new()) {}
  Sha1(const Sha1&) = delete;
  Sha1& operator=(const Sha1&) = delete;
  ~Sha1() {
    EVP_MD_CTX_free(context_);
    EVP_MD_free(algorithm_);
  }

  /// The first 128 bits of the digest.
  Uuid of(std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    check(EVP_DigestInit_ex2(context_, algorithm_, nullptr));
    check(EVP_DigestUpdate(context_, text.data(), text.size()));
    check(EVP_DigestFinal_ex(context_, digest.data(), nullptr));
    Uuid first{};
    std::copy_n(digest.begin(), first.size(), first.begin());
    return first;
  }

 private:
  static void check(int done) {
    if (done != 1) throw std::runtime_error("OpenSSL has no SHA-1");
  }

  EVP_MD* algorithm_;
  EVP_MD_CTX* context_;
};

}  // namespace

UuidText name_uuid(std::string_view text) {
  thread_local Sha1 sha1;
  constexpr std::string_view hex = "0123456789abcdef";
  // The first 128 bits of the SHA-1 of namespace and name.
  auto uuid = sha1.of(text);
  uuid[6] = static_cast<unsigned char>((uuid[6] & 0x0FU) | 0x50U);
  uuid[8] = static_cast<unsigned char>((uuid[8] & 0x3FU) | 0x80U);
  UuidText printed{};
  char* at = printed.data();
  for (std::size_t i = 0; i < uuid.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) *at++ = '-';
    *at++ = hex[uuid[i] >> 4U];
    *at++ = hex[uuid[i] & 0xFU];
  }
  return printed;
}

}  // namespace astronova::usecases
