#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "accounts/apple_details.h"
#include "accounts/apple_tokens.h"
#include "accounts/sessions.h"
#include "base/result.h"
#include "clients/apple_grants.h"

namespace astronova::accounts {

/// What a client brings from Apple. All of it is secret or personal.
struct AppleCredential {
  std::string identity_token;
  std::optional<std::string> nonce{};
  std::optional<std::string> authorization_code{};
  std::string redirect_uri{};  ///< of the web page that asked for the code
  std::optional<std::string> full_name{};
  std::string device_name{};
};

/// Sign in with Apple: proves who somebody is by an identity token, and opens or makes their
/// account (linking.h has the rules).
///
/// **The nonce** ties an identity token to whoever asked for it, so that a stolen one opens
/// nothing. Apple puts into the token what it was passed. Two ways are taken: the app draws a
/// nonce, passes its SHA-256 (64 lower-case hexadecimal digits) to Apple and sends the nonce itself
/// here; or it passes and sends a nonce of new_nonce(), which is good once, for ten minutes. A
/// nonce of its own that came back as it was proves nothing, as a thief reads it in the token, and
/// is refused. A token with a nonce is never taken without it; one without, only if Apple says that
/// the nonce could not come back (`nonce_supported`), or where none was sent and `require_nonce` is
/// off.
///
/// **The authorization code** is exchanged for a grant, which is kept with the identity to be
/// revoked when the account is deleted, as Apple demands. Somebody whom Apple has vouched for is
/// signed in even though the exchange fails, unless `require_grant`; a code that turns out to be
/// another person's refuses the sign-in.
///
/// source
/// https://developer.apple.com/documentation/signinwithapple/authenticating-users-with-sign-in-with-apple
///         https://developer.apple.com/documentation/technotes/tn3194-handling-account-deletions-and-revoking-tokens-for-sign-in-with-apple
/// Threads: all may call at once; a call waits for the database, and for Apple.
class AppleSignIn {
 public:
  static constexpr std::chrono::minutes nonce_lifetime{10};

  struct Settings {
    bool require_nonce = false;
    bool require_grant = false;
  };

  /// Without `grants` no code is exchanged.
  AppleSignIn(const Foundations& foundations, Sessions& sessions, const AppleTokens& tokens,
              clients::AppleGrants* grants, Settings settings)
      : foundations_(foundations),
        sessions_(sessions),
        tokens_(tokens),
        grants_(grants),
        settings_(settings) {}

  /// A nonce to pass to Apple and to send with the credential.
  /// errors  unavailable
  Result<std::string> new_nonce() const;

  /// `current` is the account that is signed in already, if any.
  /// errors  unauthenticated (`Token has expired`, `Invalid token`, or what is wrong with the nonce
  ///         or the code), conflict (linking.h), unavailable
  Result<SignedIn> sign_in(const AppleCredential& credential,
                           const std::optional<std::string>& current) const;

 private:
  Result<void> check_nonce(const AppleIdentity& identity,
                           const std::optional<std::string>& nonce) const;
  Result<std::optional<std::string>> refresh_token_for(const AppleIdentity& identity,
                                                       const AppleCredential& credential) const;
  Result<AppleDetails> known_details(const std::string& subject) const;

  Foundations foundations_;
  Sessions& sessions_;
  const AppleTokens& tokens_;
  clients::AppleGrants* grants_;
  Settings settings_;
};

}  // namespace astronova::accounts
