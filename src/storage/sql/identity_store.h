#pragma once

#include "storage/identity.h"
#include "storage/sql/store_context.h"

namespace astronova::storage::sql {

/// Accounts and identities in tables.
///
/// Isolation: what changes an account locks its row first; what changes an identity is decided by
/// one statement whose condition holds the expectation. READ COMMITTED is enough for both.
class SqlIdentityStore final : public IdentityStore {
 public:
  explicit SqlIdentityStore(StoreContext context) : context_(context) {}

  Result<Account> create_account(Role role, Instant now) override;
  Result<Account> account(std::string_view id) override;
  Result<std::optional<Account>> account_of(std::string_view provider,
                                            std::string_view subject) override;
  Result<std::vector<Identity>> identities(std::string_view account_id) override;
  Result<Account> link(std::string_view account_id, const Identity& identity) override;
  Result<void> unlink(std::string_view account_id, std::string_view provider,
                      std::string_view subject) override;
  Result<void> replace_details(std::string_view provider, std::string_view subject,
                               std::string_view expected, std::string_view details) override;
  Result<void> merge(std::string_view from, std::string_view into, Instant now) override;
  Result<void> set_role(std::string_view account_id, Role role) override;
  Result<void> set_delete_after_days(std::string_view account_id, std::optional<int> days) override;
  Result<void> touch(std::string_view account_id, Instant now) override;
  Result<void> erase(std::string_view account_id) override;
  Result<std::vector<std::string>> overdue(Instant now, std::size_t limit) override;

 private:
  StoreContext context_;
};

}  // namespace astronova::storage::sql
