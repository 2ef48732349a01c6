#pragma once

#include <cstddef>
#include <string>

#include "accounts/apple_revocations.h"
#include "accounts/sessions.h"

namespace astronova::accounts {

/// Deletes accounts with all that is theirs, at once; nothing of them is left but a line
/// `account.deleted` in the audit log, with the account's id and nothing personal.
///
/// Threads: all may call at once.
class AccountDeletion {
 public:
  /// Without `revocations` Apple's grants are left to the person.
  AccountDeletion(const Foundations& foundations, Sessions& sessions, AppleRevocations* revocations)
      : foundations_(foundations), sessions_(sessions), revocations_(revocations) {}

  /// Erases the account and ends its sessions; Apple's grant is ended afterwards, and nobody waits
  /// for that. `actor` is who has it deleted: the account itself, an admin's id, or "system".
  /// errors  not_found, unavailable
  Result<void> delete_account(const std::string& account_id, const std::string& actor) const;

  /// Deletes the accounts whose owners wanted them gone after so many days without use, at most
  /// `limit` of them. Answers how many.
  /// errors  unavailable
  Result<std::size_t> delete_overdue(std::size_t limit) const;

 private:
  Foundations foundations_;
  Sessions& sessions_;
  AppleRevocations* revocations_;
};

}  // namespace astronova::accounts
