#include "limits/limiter.h"

#include <algorithm>
#include <stdexcept>

#include <openssl/evp.h>

namespace astronova::limits {

Subject Subject::of(const IpAddress& address) {
  constexpr std::size_t network_bytes = 8;
  Subject subject{Kind::address, address.bytes()};
  if (!address.is_v4()) std::fill(subject.id.begin() + network_bytes, subject.id.end(), 0);
  return subject;
}

Subject Subject::of_account(std::string_view account_id) {
  std::array<std::uint8_t, 32> digest{};
  if (EVP_Digest(account_id.data(), account_id.size(), digest.data(), nullptr, EVP_sha256(),
                 nullptr) != 1) {
    throw std::runtime_error("OpenSSL has no SHA-256");
  }
  Subject subject{Kind::account};
  std::copy_n(digest.begin(), subject.id.size(), subject.id.begin());
  return subject;
}

}  // namespace astronova::limits
