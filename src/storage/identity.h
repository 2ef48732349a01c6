#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/result.h"

namespace astronova::storage {

/// What an account may do; stored by these names.
enum class Role : std::uint8_t { guest, user, admin };

/// An account. A guest becomes a user by the first identity that is linked to it.
struct Account {
  std::string id;  ///< UUID version 4, lower case
  Role role = Role::guest;
  Instant created_at{};
  /// Delete the account this many days after it was last used; none: never.
  std::optional<int> delete_after_days{};
  Instant last_used_at{};
};

/// A way in: who a provider says someone is.
struct Identity {
  std::string provider;  ///< "apple", "passkey"
  std::string subject;   ///< the provider's own name of the person; a passkey's credential id
  /// JSON that only this provider's code reads; sealed where a key is configured.
  std::string details{};
  Instant linked_at{};
};

/// Accounts, and the identities that open them.
///
/// Every call is one transaction, on disk when it returns. Threads: all may call at once; a call
/// blocks.
/// errors  unavailable: the database does not answer
class IdentityStore {
 public:
  virtual ~IdentityStore() = default;

  virtual Result<Account> create_account(Role role, Instant now) = 0;
  /// errors  not_found
  virtual Result<Account> account(std::string_view id) = 0;
  /// The account that an identity opens, or none.
  virtual Result<std::optional<Account>> account_of(std::string_view provider,
                                                    std::string_view subject) = 0;
  virtual Result<std::vector<Identity>> identities(std::string_view account_id) = 0;
  /// Adds an identity, and makes a user of a guest. The same one again replaces its details.
  /// errors  not_found, conflict (it opens another account)
  virtual Result<Account> link(std::string_view account_id, const Identity& identity) = 0;
  /// errors  not_found
  virtual Result<void> unlink(std::string_view account_id, std::string_view provider,
                              std::string_view subject) = 0;
  /// Replaces the details of an identity if they still are `expected`, so that of two who change
  /// them at once one is told.
  /// errors  not_found, conflict (they are others by now)
  virtual Result<void> replace_details(std::string_view provider, std::string_view subject,
                                       std::string_view expected, std::string_view details) = 0;
  /// Moves the records, devices and identities of `from` to `into` and removes `from` with its
  /// sessions. Of two records of one kind and id, and of two profiles, the later updated_at wins
  /// and the other is kept as a copy under a new id (a profile: dropped). errors  not_found
  virtual Result<void> merge(std::string_view from, std::string_view into, Instant now) = 0;
  virtual Result<void> set_role(std::string_view account_id, Role role) = 0;
  virtual Result<void> set_delete_after_days(std::string_view account_id,
                                             std::optional<int> days) = 0;
  /// Notes that the account is in use; writes at most once a day and account.
  virtual Result<void> touch(std::string_view account_id, Instant now) = 0;
  /// Removes the account and every row of it in every table, tombstones included, such that no byte
  /// of it stays in the database's files after a checkpoint. What stays is its id, in the audit log
  /// and, as long as a mirror holds copies (mirroring.h), in the list of those.
  /// errors  not_found
  virtual Result<void> erase(std::string_view account_id) = 0;
  /// Accounts whose delete_after_days have run out.
  virtual Result<std::vector<std::string>> overdue(Instant now, std::size_t limit) = 0;
};

}  // namespace astronova::storage
