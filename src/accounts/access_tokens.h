#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "accounts/key_ring.h"
#include "base/clock.h"
#include "base/randomness.h"
#include "base/result.h"
#include "storage/identity.h"

namespace astronova::accounts {

inline constexpr std::chrono::hours access_token_lifetime(24);

/// What an access token says.
struct AccessClaims {
  std::string account_id;
  storage::Role role = storage::Role::guest;
  std::string session_id;
};

/// A token as it is given to a client.
struct AccessToken {
  std::string text;
  Instant expires_at{};
};

/// Access tokens: JSON Web Tokens signed by HS256, good for access_token_lifetime, with the claims
/// iss, aud, sub, user_id (the same as sub), role, sid, iat, exp and jti, and kid in the header.
///
/// Threads: all may use one at once.
class AccessTokens {
 public:
  struct Settings {
    std::string issuer = "astronova";
    std::string audience = "astronova";
  };

  AccessTokens(KeyRing keys, Settings settings, const Clock& clock, const Randomness& randomness)
      : keys_(std::move(keys)),
        settings_(std::move(settings)),
        clock_(clock),
        randomness_(randomness) {}

  AccessToken issue(const AccessClaims& claims) const;

  /// What a token says, if one of our keys signed it and its time has not run out. Whether its
  /// session still stands is for Sessions::authenticate to say.
  /// errors  unauthenticated: `Token has expired`, or `Invalid token`
  Result<AccessClaims> verify(std::string_view token) const;

 private:
  KeyRing keys_;
  Settings settings_;
  const Clock& clock_;
  const Randomness& randomness_;
};

}  // namespace astronova::accounts
