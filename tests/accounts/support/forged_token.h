#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <openssl/evp.h>

namespace astronova::testing {

/// Tokens made with OpenSSL alone, so that they can be wrong in any way.
/// Each takes the header and the claims as JSON texts.
std::string unsigned_token(std::string_view header, std::string_view claims);
std::string hmac_token(std::string_view header, std::string_view claims, std::string_view secret,
                       const char* digest = "SHA256");

/// An RSA key pair.
class RsaKey {
 public:
  explicit RsaKey(int bits = 2'048);

  std::string token(std::string_view header, std::string_view claims) const;
  /// The public half as a JSON Web Key, and as SubjectPublicKeyInfo in PEM.
  std::string json_web_key(std::string_view key_id, std::string_view more_members = "") const;
  std::string public_pem() const;

 private:
  std::shared_ptr<EVP_PKEY> key_;
};

}  // namespace astronova::testing
