#include "telemetry/log/pseudonyms.h"

#include <array>
#include <stdexcept>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/put_hexadecimal.h"

namespace astronova::telemetry {
namespace {

constexpr std::size_t shown_bytes = 8;

using Sha256 = std::array<std::uint8_t, 32>;

Sha256 hmac(std::string_view key, std::string_view text) {
  Sha256 code{};
  unsigned size = code.size();
  const auto* const bytes = reinterpret_cast<const unsigned char*>(text.data());
  if (!HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes, text.size(), code.data(),
            &size)) {
    throw std::runtime_error("OpenSSL has no HMAC-SHA256");
  }
  return code;
}

}  // namespace

Pseudonyms Pseudonyms::derived_from(std::string_view secret) {
  const auto key = hmac(secret, "AstroNova: names for accounts in logs");
  return Pseudonyms(std::string(key.begin(), key.end()));
}

std::string Pseudonyms::of(std::string_view account_id) const {
  const auto code = hmac(key_, account_id);
  std::array<char, 2 * shown_bytes> text{};
  put_hexadecimal(text.data(), std::span(code).first<shown_bytes>());
  return {text.data(), text.size()};
}

}  // namespace astronova::telemetry
