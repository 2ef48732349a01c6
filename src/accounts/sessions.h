#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/access_tokens.h"
#include "accounts/foundations.h"
#include "accounts/session_cache.h"
#include "base/result.h"

namespace astronova::accounts {

/// What signing in gives to a client. The tokens are secrets.
struct SignedIn {
  storage::Account account;
  std::string session_id;
  AccessToken access_token;
  std::string refresh_token;  ///< opaque: 256 random bits; good once
};

/// Who is calling: proved by an access token whose session stands.
struct Caller {
  std::string account_id;
  storage::Role role = storage::Role::guest;  ///< as the account has it, whatever the token says
  std::string session_id;
};

/// Devices that are signed in. Each has an access token for a day at a time, and a refresh token
/// that gives the next pair and is spent by it. A spent refresh token that is presented again was
/// stolen, or its successor was, so the session ends for both.
///
/// How long a token outlives its session: what ends sessions in this process ends their access
/// tokens at once; in other processes, and where the role of an account changes, it takes
/// SessionCache::trusted_for (5 s) at most.
///
/// Threads: all may call at once; a call waits for the database, authenticate() once in 5 s a
/// session.
/// errors  unavailable: the database does not answer
class Sessions {
 public:
  /// A session that is not used for as long ends.
  static constexpr std::chrono::days unused_max{60};

  Sessions(const Foundations& foundations, const AccessTokens& tokens)
      : foundations_(foundations), tokens_(tokens) {}

  /// Signs a device in. `device_name` is what it calls itself, at most 100 bytes are kept.
  Result<SignedIn> open(const storage::Account& account, std::string_view device_name);

  /// The next pair of tokens.
  /// errors  unauthenticated: `Token has expired`, or `Invalid token`: unknown, spent, or of a
  ///         session that was ended
  Result<SignedIn> refresh(std::string_view refresh_token);

  /// errors  unauthenticated: `Token has expired`, or `Invalid token`
  Result<Caller> authenticate(std::string_view access_token);

  /// Whom a token names, without asking the database: it was signed by us, its time has not run
  /// out, and its session is not known to have ended. Enough to count requests by, not to let
  /// anybody in. Does not wait.
  /// errors  unauthenticated
  Result<Caller> named_by(std::string_view access_token) const;

  /// Those of an account that stand, latest used first.
  Result<std::vector<storage::Session>> list(std::string_view account_id);

  /// Ends one session of the account, which is how a device logs out.
  /// errors  not_found (also when it is another account's)
  Result<void> end(std::string_view account_id, std::string_view session_id);

  Result<void> end_all(std::string_view account_id);

  /// Has the sessions of an account looked up anew: it changed, or is gone.
  void forget(std::string_view account_id) { cache_.forget_account(account_id); }

 private:
  SignedIn signed_in(const storage::Account& account, const std::string& session_id,
                     std::string refresh_token) const;
  Result<SessionCache::Standing> look_up(const std::string& session_id);

  Foundations foundations_;
  const AccessTokens& tokens_;
  SessionCache cache_;
};

}  // namespace astronova::accounts
