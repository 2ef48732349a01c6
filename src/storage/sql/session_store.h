#pragma once

#include "storage/sessions.h"
#include "storage/sql/store_context.h"

namespace astronova::storage::sql {

/// Sessions and challenges in tables.
///
/// Isolation: a rotation is decided by the one UPDATE that marks the token as used; of two at once
/// the second waits for the first and then finds it marked. READ COMMITTED is enough.
class SqlSessionStore final : public SessionStore {
 public:
  explicit SqlSessionStore(StoreContext context) : context_(context) {}

  Result<void> open(const Session& session, std::string_view token_digest) override;
  Result<Rotation> rotate(std::string_view presented_digest, std::string_view next_digest,
                          Instant now) override;
  Result<Session> session(std::string_view id) override;
  Result<std::vector<Session>> sessions(std::string_view account_id, Instant now) override;
  Result<void> revoke(std::string_view account_id, std::string_view session_id) override;
  Result<void> revoke_all(std::string_view account_id) override;
  Result<void> remember_challenge(std::string_view digest, std::string_view purpose,
                                  Instant expires_at) override;
  Result<bool> take_challenge(std::string_view digest, std::string_view purpose,
                              Instant now) override;
  Result<void> remove_expired(Instant now) override;

 private:
  StoreContext context_;
};

}  // namespace astronova::storage::sql
