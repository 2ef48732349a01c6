#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <openssl/types.h>

#include "base/result.h"

namespace astronova::clients {

/// A private key on the curve P-256. It cannot be printed.
///
/// Threads: all may use one at once.
class P256Key {
 public:
  /// From PEM, as PKCS #8 ("BEGIN PRIVATE KEY", an Apple .p8 file) or SEC 1 ("BEGIN EC PRIVATE
  /// KEY", what `openssl ecparam -genkey` writes), without a pass phrase.
  /// errors  data_missing (it is no such key)
  static Result<P256Key> from_pem(std::string_view pem);

  /// The ECDSA signature of the message's SHA-256, in DER.
  std::string sign(std::string_view message) const;

  /// The private number and the public point, 32 bytes each, the highest byte first.
  struct Numbers {
    std::string d, x, y;
  };
  Numbers numbers() const;

 private:
  struct Free {
    void operator()(EVP_PKEY* key) const;
  };

  explicit P256Key(EVP_PKEY* key) : key_{key} {}

  std::unique_ptr<EVP_PKEY, Free> key_;
};

}  // namespace astronova::clients
