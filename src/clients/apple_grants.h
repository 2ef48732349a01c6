#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace astronova::clients {

/// What a person's consent came to. Both are secrets.
struct AppleGrant {
  std::string refresh_token;   ///< lasts until it is revoked; belongs to one client id
  std::string identity_token;  ///< a JWT about the person, to be verified like any other
};

/// A single-use code that an app or web page was given by Apple.
struct AppleAuthorization {
  std::string client_id;  ///< whom it was given to: an app's bundle id or a Services ID
  std::string code;       ///< good for five minutes
  /// What the web page passed when it asked for the code; empty where an app asked for it.
  std::string redirect_uri{};
};

/// The consent that people give to Sign in with Apple, and take back.
///
/// Every error that means "Apple said no" is told apart from "Apple did not answer": after the
/// latter the same call may be made again, but for `exchange`, whose code may be spent by then.
///
/// source: "Token validation", "Token revocation" and "ErrorResponse",
/// https://developer.apple.com/documentation/signinwithapplerestapi/generate-and-validate-tokens
/// https://developer.apple.com/documentation/signinwithapplerestapi/revoke-tokens
/// https://developer.apple.com/documentation/signinwithapplerestapi/errorresponse
///
/// Threads: all may use it at once; a call waits for Apple.
class AppleGrants {
 public:
  virtual ~AppleGrants() = default;

  /// Turns the code into a grant.
  /// errors  unauthenticated (the code is wrong, spent, expired or another client's), data_missing
  ///         (Apple does not accept our client secret: team id, key id, key or client id are
  ///         wrong), unavailable
  virtual Result<AppleGrant> exchange(const AppleAuthorization& authorization) = 0;

  /// Whether the grant still stands. Apple asks for this once a day and person at most.
  /// errors  unauthenticated (it was revoked), data_missing, unavailable
  virtual Result<void> validate(std::string_view client_id, std::string_view refresh_token) = 0;

  /// Ends the grant, as is required when an account is deleted. One that had ended is no error.
  /// errors  data_missing, unavailable
  virtual Result<void> revoke(std::string_view client_id, std::string_view refresh_token) = 0;
};

}  // namespace astronova::clients
