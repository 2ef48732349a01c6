#include "accounts/account_deletion.h"

#include <vector>

#include "accounts/apple_details.h"

namespace astronova::accounts {
namespace {

std::vector<AppleRevocation> grants_of(const std::vector<storage::Identity>& identities,
                                       const std::string& account_id) {
  std::vector<AppleRevocation> grants;
  for (const auto& identity : identities) {
    if (identity.provider != "apple") continue;
    const auto details = read_apple_details(identity.details);
    if (details.client_id && details.refresh_token)
      grants.push_back({account_id, *details.client_id, *details.refresh_token});
  }
  return grants;
}

}  // namespace

Result<void> AccountDeletion::delete_account(const std::string& account_id,
                                             const std::string& actor) const {
  const auto identities = foundations_.identities.identities(account_id);
  if (!identities) return identities.error();
  const auto erased = foundations_.identities.erase(account_id);
  if (!erased) return erased.error();
  sessions_.forget(account_id);
  note(foundations_, actor, "account.deleted", account_id);
  if (revocations_ == nullptr) return {};
  for (auto& grant : grants_of(*identities, account_id))
    revocations_->add(std::move(grant));
  return {};
}

Result<std::size_t> AccountDeletion::delete_overdue(std::size_t limit) const {
  const auto overdue = foundations_.identities.overdue(foundations_.clock.now(), limit);
  if (!overdue) return overdue.error();
  std::size_t deleted = 0;
  for (const auto& account_id : *overdue) {
    const auto done = delete_account(account_id, "system");
    if (!done && done.error().code != ErrorCode::not_found) return done.error();
    deleted += done ? 1 : 0;
  }
  return deleted;
}

}  // namespace astronova::accounts
