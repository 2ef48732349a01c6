#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/result.h"

namespace astronova::storage {

/// A device that is signed in: a family of refresh tokens of which only the latest is good.
struct Session {
  std::string id;  ///< UUID version 4
  std::string account_id;
  std::string device_name{};  ///< what the client called itself; may be empty
  Instant created_at{};
  Instant last_used_at{};
  Instant expires_at{};
  bool revoked = false;
};

/// What presenting a refresh token came to.
struct Rotation {
  enum class Outcome : std::uint8_t {
    rotated,  ///< `session` goes on with the next token
    unknown,  ///< no such token
    expired,
    revoked,  ///< the session had been ended
    reused,   ///< it had been rotated before: the session is now revoked
  };
  Outcome outcome = Outcome::unknown;
  std::optional<Session> session{};
};

/// Sessions and one-time challenges. Tokens come here as digests only.
///
/// Every call is one transaction, on disk when it returns. Threads: all may call at once; a call
/// blocks.
/// errors  unavailable: the database does not answer
class SessionStore {
 public:
  virtual ~SessionStore() = default;

  virtual Result<void> open(const Session& session, std::string_view token_digest) = 0;
  /// Puts the next token in the place of the one presented, and lets the session last as long from
  /// now as it did from its last use: expires_at moves on by as much as last_used_at. Of two that
  /// present the same one at once, one is `rotated` and the other `reused`.
  virtual Result<Rotation> rotate(std::string_view presented_digest, std::string_view next_digest,
                                  Instant now) = 0;
  /// errors  not_found
  virtual Result<Session> session(std::string_view id) = 0;
  /// Those that are neither revoked nor expired, latest used first.
  virtual Result<std::vector<Session>> sessions(std::string_view account_id, Instant now) = 0;
  /// errors  not_found (also when it is another account's)
  virtual Result<void> revoke(std::string_view account_id, std::string_view session_id) = 0;
  virtual Result<void> revoke_all(std::string_view account_id) = 0;

  /// Remembers a challenge that may be taken once before it expires.
  virtual Result<void> remember_challenge(std::string_view digest, std::string_view purpose,
                                          Instant expires_at) = 0;
  /// Whether it was there, for this purpose and in time; it is gone then.
  virtual Result<bool> take_challenge(std::string_view digest, std::string_view purpose,
                                      Instant now) = 0;
  /// Removes what has expired: sessions, tokens, challenges.
  virtual Result<void> remove_expired(Instant now) = 0;
};

}  // namespace astronova::storage
