#pragma once

#include <string>
#include <string_view>

namespace astronova::telemetry {

/// Names for accounts in logs: the same for the same account, and of no use to whoever has not the
/// key. The first 64 bits of HMAC-SHA256 (RFC 2104), 16 hexadecimal digits.
///
/// Threads: all may call at once.
class Pseudonyms {
 public:
  explicit Pseudonyms(std::string key) : key_(std::move(key)) {}
  /// By a key of its own, which is made of a secret that has another purpose and tells nothing of
  /// it.
  static Pseudonyms derived_from(std::string_view secret);

  std::string of(std::string_view account_id) const;

 private:
  std::string key_;
};

}  // namespace astronova::telemetry
