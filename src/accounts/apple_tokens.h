#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "clients/apple_keys.h"

namespace astronova::accounts {

/// Who Apple says somebody is.
struct AppleIdentity {
  std::string subject;    ///< lasts, and is the same in all apps of one developer team
  std::string client_id;  ///< the app or web page that they signed in to
  std::optional<std::string> email{};
  bool email_verified = false;
  bool private_email = false;  ///< the address is one of Apple's relay
  std::optional<std::string> nonce{};
  /// Whether a nonce that was passed to Apple had to come back here, as far as Apple says so.
  std::optional<bool> nonce_supported{};
};

/// What somebody changed about their Apple Account.
struct AppleEvent {
  enum class Type : std::uint8_t {
    consent_revoked,  ///< they stopped using the account here
    account_deleted,  ///< they had Apple delete it for good
    email_disabled,   ///< mail to the relay's address is not forwarded any more
    email_enabled,    ///< it is again
    other,            ///< something that Apple has thought of since
  };
  Type type = Type::other;
  std::string subject;
  Instant at{};
  std::optional<std::string> email{};
};

/// Apple's word: identity tokens and server-to-server notifications, both JSON Web Tokens signed by
/// RS256 with a key that Apple publishes, for one of our client ids.
///
/// source  https://developer.apple.com/documentation/signinwithapple/verifying-a-user
///         https://developer.apple.com/documentation/signinwithapple/authenticating-users-with-sign-in-with-apple
///         https://developer.apple.com/documentation/signinwithapple/processing-changes-for-sign-in-with-apple-accounts
/// Threads: all may use one at once; a call may wait for Apple's keys.
class AppleTokens {
 public:
  struct Settings {
    std::string issuer = "https://appleid.apple.com";
    std::vector<std::string> client_ids;
  };

  AppleTokens(clients::AppleKeys& keys, Settings settings, const Clock& clock)
      : keys_(keys), settings_(std::move(settings)), clock_(clock) {}

  /// Who an identity token is about. What its nonce is to be, the caller has to check.
  /// errors  unauthenticated: `Token has expired`, or `Invalid token`; unavailable: Apple's keys
  ///         cannot be had
  Result<AppleIdentity> identity(std::string_view token) const;

  /// What a notification tells: `payload` of the JSON object that Apple posts.
  /// errors  as identity()
  Result<std::vector<AppleEvent>> events(std::string_view payload) const;

 private:
  Result<boost::json::object> verified(std::string_view token, bool must_expire) const;

  clients::AppleKeys& keys_;
  Settings settings_;
  const Clock& clock_;
};

}  // namespace astronova::accounts
