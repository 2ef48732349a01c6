#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/result.h"

struct evp_pkey_st;  // OpenSSL's names for a key
struct x509_st;      // and a certificate

namespace astronova::accounts {

/// How passkeys sign (IANA, COSE Algorithms).
enum class SignatureAlgorithm : std::int16_t { es256 = -7, eddsa = -8, rs256 = -257 };

/// A public key that a signature is checked with.
class PublicKey {
 public:
  /// Reads a COSE_Key (RFC 9052, 7) as WebAuthn has it (Level 3, 6.5.1.1): ES256 on P-256, with a
  /// point that is on the curve and not compressed; EdDSA on Ed25519; RS256 with a modulus of
  /// 2,048 to 8,192 bits. Nothing may follow it.
  /// errors  malformed, invalid_value (another kind of key)
  static Result<PublicKey> read(std::string_view cose_key);

  /// The key of an X.509 certificate, to be used with that algorithm.
  /// errors  invalid_value (it is for another one)
  static Result<PublicKey> of_certificate(const x509_st& certificate, SignatureAlgorithm algorithm);

  SignatureAlgorithm algorithm() const { return algorithm_; }

  /// Whether the signature is this key's, of those bytes.
  bool verifies(std::string_view signature, std::string_view bytes) const;

 private:
  struct Release {
    void operator()(evp_pkey_st* key) const;
  };
  using Handle = std::unique_ptr<evp_pkey_st, Release>;

  PublicKey(Handle key, SignatureAlgorithm algorithm)
      : key_(std::move(key)), algorithm_(algorithm) {}
  static Handle p256_key(std::string_view x, std::string_view y);
  static Handle ed25519_key(std::string_view x);
  static Handle rsa_key(std::string_view modulus, std::string_view exponent);

  Handle key_;
  SignatureAlgorithm algorithm_;
};

}  // namespace astronova::accounts
