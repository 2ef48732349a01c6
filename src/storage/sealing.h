#pragma once

#include <array>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace astronova::storage {

/// Where a sealed value stands. It opens nowhere else: whoever can write to the database but has no
/// key cannot put one person's data into the place of another's.
struct SealedPlace {
  std::string_view table;
  std::string_view owner;  ///< the account's id
  std::string_view id;     ///< of the row among the owner's
};

/// Seals what is personal by XChaCha20-Poly1305 (libsodium) under keys that have names.
///
/// A value is stored as text, since that is what both engines and the backup carry alike:
///
///     "1" key id "." base64url(nonce, 24 bytes | ciphertext | tag, 16 bytes)
///     "0" the text itself, where no key was configured
///
/// with the place, "table \0 owner \0 id", as associated data. The first character is the version.
/// Threads: a ring that is not changed may be used by all.
class KeyRing {
 public:
  /// A ring without keys: values are kept in clear, and those in clear can be read.
  KeyRing() = default;

  /// Reads "2026a:BASE64,2025b:BASE64": the first key seals, the others open what they sealed.
  /// A key is 32 bytes; base64 in either alphabet, padded or not. Empty text: no keys.
  /// errors  data_missing, with what is wrong; it never carries a key
  static Result<KeyRing> parse(std::string_view text);

  bool empty() const { return keys_.empty(); }
  /// The name of the key that seals; empty where there is none.
  std::string_view current() const;

  std::string seal(const SealedPlace& place, std::string_view text) const;

  /// errors  data_missing: the key that it was sealed by is not in the ring (named), or the value
  ///         is not the one that was sealed for this place by that key
  Result<std::string> open(const SealedPlace& place, std::string_view stored) const;

  /// What every value begins with that seal() makes now.
  std::string current_prefix() const;

 private:
  struct Key;
  const Key* find(std::string_view id) const;

  std::vector<std::shared_ptr<const Key>> keys_{};
};

}  // namespace astronova::storage
