#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace astronova::accounts {

/// A secret that tokens are signed with, and the name (`kid`) by which they say so.
struct SigningKey {
  std::string id;
  std::string secret;
};

/// The keys of access tokens. The first one signs; all of them verify. To change the key, put the
/// new one before the old one, and take the old one out when the last token that it signed has run
/// out, a day later.
class KeyRing {
 public:
  static constexpr std::size_t secret_bytes_min = 32;

  /// Reads `JWT_SECRET_KEY`: one secret, or "kid:secret,kid:secret". A text with a colon or a comma
  /// is of the second form, in which secrets have no commas and a kid is 1 to 64 of [A-Za-z0-9._-].
  /// The kid of a single secret is made of its digest, so that another secret has another one.
  /// errors  invalid_value: what is wrong and how to mend it, without a byte of a secret
  static Result<KeyRing> parse(std::string_view text);

  const SigningKey& current() const { return keys_.front(); }
  /// The key of that id, or nullptr.
  const SigningKey* find(std::string_view id) const;

 private:
  explicit KeyRing(std::vector<SigningKey> keys) : keys_(std::move(keys)) {}

  std::vector<SigningKey> keys_;
};

}  // namespace astronova::accounts
