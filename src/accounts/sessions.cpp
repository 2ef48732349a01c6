#include "accounts/sessions.h"

#include <utility>

#include "accounts/base64url.h"
#include "accounts/digest.h"
#include "accounts/refusals.h"
#include "accounts/whole_characters.h"

namespace astronova::accounts {
namespace {

constexpr std::size_t refresh_token_bytes = 32;
constexpr std::size_t device_name_bytes_max = 100;
constexpr std::chrono::hours between_touches(24);

Error refusal(storage::Rotation::Outcome outcome) {
  return outcome == storage::Rotation::Outcome::expired ? expired_token() : invalid_token();
}

}  // namespace

SignedIn Sessions::signed_in(const storage::Account& account, const std::string& session_id,
                             std::string refresh_token) const {
  return {account, session_id, tokens_.issue({account.id, account.role, session_id}),
          std::move(refresh_token)};
}

Result<SignedIn> Sessions::open(const storage::Account& account, std::string_view device_name) {
  const auto now = foundations_.clock.now();
  auto refresh_token = encode_base64url(foundations_.randomness.bytes<refresh_token_bytes>());
  const storage::Session session{
      .id = random_uuid(foundations_.randomness),
      .account_id = account.id,
      .device_name = std::string(whole_characters(device_name, device_name_bytes_max)),
      .created_at = now,
      .last_used_at = now,
      .expires_at = now + unused_max};
  const auto opened = foundations_.sessions.open(session, digest_of_secret(refresh_token));
  if (!opened) return opened.error();
  return signed_in(account, session.id, std::move(refresh_token));
}

Result<SignedIn> Sessions::refresh(std::string_view refresh_token) {
  using Outcome = storage::Rotation::Outcome;
  auto next = encode_base64url(foundations_.randomness.bytes<refresh_token_bytes>());
  const auto now = foundations_.clock.now();
  const auto rotation =
      foundations_.sessions.rotate(digest_of_secret(refresh_token), digest_of_secret(next), now);
  if (!rotation) return rotation.error();
  const auto& session = rotation->session;
  if (rotation->outcome == Outcome::reused && session) {
    cache_.forget_session(session->id);
    note(foundations_, "system", "session.refresh-token-reused", session->account_id, session->id);
  }
  if (rotation->outcome != Outcome::rotated || !session) return refusal(rotation->outcome);
  const auto account = foundations_.identities.account(session->account_id);
  if (!account) {
    return account.error().code == ErrorCode::not_found ? invalid_token() : account.error();
  }
  (void)foundations_.identities.touch(account->id, now);
  return signed_in(*account, session->id, std::move(next));
}

Result<Caller> Sessions::authenticate(std::string_view access_token) {
  const auto claims = tokens_.verify(access_token);
  if (!claims) return claims.error();
  auto standing = cache_.find(claims->session_id, foundations_.clock.now());
  if (!standing) {
    const auto found = look_up(claims->session_id);
    if (!found) return found.error();
    standing = *found;
  }
  if (!standing->stands || standing->account_id != claims->account_id) return invalid_token();
  return Caller{standing->account_id, standing->role, claims->session_id};
}

Result<Caller> Sessions::named_by(std::string_view access_token) const {
  auto claims = tokens_.verify(access_token);
  if (!claims) return claims.error();
  const auto standing = cache_.find(claims->session_id, foundations_.clock.now());
  if (!standing) return Caller{claims->account_id, claims->role, claims->session_id};
  if (!standing->stands || standing->account_id != claims->account_id) return invalid_token();
  return Caller{standing->account_id, standing->role, claims->session_id};
}

Result<SessionCache::Standing> Sessions::look_up(const std::string& session_id) {
  const auto now = foundations_.clock.now();
  const auto question = cache_.ask(now);
  const auto is_gone = [](const auto& result) {
    return !result && result.error().code == ErrorCode::not_found;
  };
  SessionCache::Standing standing;
  const auto session = foundations_.sessions.session(session_id);
  if (!session && !is_gone(session)) return session.error();
  if (session && !session->revoked && session->expires_at > now) {
    const auto account = foundations_.identities.account(session->account_id);
    if (!account && !is_gone(account)) return account.error();
    if (account) {
      standing = {true, account->id, account->role};
      if (now - account->last_used_at >= between_touches)
        (void)foundations_.identities.touch(account->id, now);
    }
  }
  cache_.put(session_id, standing, question);
  return standing;
}

Result<std::vector<storage::Session>> Sessions::list(std::string_view account_id) {
  return foundations_.sessions.sessions(account_id, foundations_.clock.now());
}

Result<void> Sessions::end(std::string_view account_id, std::string_view session_id) {
  const auto revoked = foundations_.sessions.revoke(account_id, session_id);
  if (!revoked) return revoked.error();
  cache_.forget_session(std::string(session_id));
  return {};
}

Result<void> Sessions::end_all(std::string_view account_id) {
  const auto revoked = foundations_.sessions.revoke_all(account_id);
  if (!revoked) return revoked.error();
  cache_.forget_account(account_id);
  return {};
}

}  // namespace astronova::accounts
