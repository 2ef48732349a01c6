#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace astronova::clients {

/// The public keys that Apple signs identity tokens and server-to-server notifications with.
///
/// source: "Fetch Apple's public key to verify token signatures",
/// https://developer.apple.com/documentation/signinwithapplerestapi/fetch-apple's-public-key-for-verifying-token-signature
///
/// Threads: all may use it at once; a call waits when the keys have to be fetched.
class AppleKeys {
 public:
  virtual ~AppleKeys() = default;

  /// The key of that id as a JSON Web Key (RFC 7517), a JSON object as Apple published it: "kty",
  /// "kid", "use", "alg", "n" and "e". Nothing of it but the id has been checked.
  /// errors  not_found (Apple publishes no key of that id), unavailable (no keys could be fetched)
  virtual Result<std::string> key(std::string_view kid) = 0;
};

}  // namespace astronova::clients
