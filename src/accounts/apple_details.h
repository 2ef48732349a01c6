#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/instant.h"

namespace astronova::accounts {

/// What is kept of an Apple Account with its identity. All of it is personal, the token a secret.
struct AppleDetails {
  std::optional<std::string> email{};
  bool email_verified = false;
  bool private_email = false;
  std::optional<bool> email_forwarded{};   ///< as Apple's last notification has it
  std::optional<std::string> full_name{};  ///< Apple tells it once, at the first consent
  /// Whom the grant was given to, and what ends it (clients/apple_grants.h). Both or none.
  std::optional<std::string> client_id{};
  std::optional<std::string> refresh_token{};
  std::optional<Instant> signed_in_at{};
  std::optional<Instant> consent_revoked_at{};
};

/// As Identity::details holds them. What is no such text reads as details of which nothing is
/// known.
std::string write_apple_details(const AppleDetails& details);
AppleDetails read_apple_details(std::string_view text);

}  // namespace astronova::accounts
