#include "accounts/linking.h"

namespace astronova::accounts {
namespace {

Result<storage::Account> new_account(const Foundations& foundations,
                                     const storage::Identity& identity) {
  auto& identities = foundations.identities;
  const auto account = identities.create_account(storage::Role::user, foundations.clock.now());
  if (!account) return account.error();
  auto linked = identities.link(account->id, identity);
  if (linked) return linked;
  (void)identities.erase(account->id);
  if (linked.error().code != ErrorCode::conflict) return linked.error();
  // The same person signed in twice at once, and the other was faster.
  const auto other = identities.account_of(identity.provider, identity.subject);
  if (!other) return other.error();
  if (!*other) return linked.error();
  return **other;
}

}  // namespace

Result<storage::Account> account_for(const Foundations& foundations,
                                     const storage::Identity& identity,
                                     const std::optional<std::string>& current) {
  const auto opened = foundations.identities.account_of(identity.provider, identity.subject);
  if (!opened) return opened.error();
  if (!*opened) {
    return current ? foundations.identities.link(*current, identity)
                   : new_account(foundations, identity);
  }
  const auto brought = bring_along(foundations, current, **opened);
  if (!brought) return brought.error();
  return foundations.identities.link((*opened)->id, identity);
}

Result<void> bring_along(const Foundations& foundations, const std::optional<std::string>& current,
                         const storage::Account& into) {
  if (!current || *current == into.id) return {};
  const auto account = foundations.identities.account(*current);
  if (!account) return account.error();
  if (account->role != storage::Role::guest) {
    return Error{ErrorCode::conflict,
                 "This way in opens another account than the one that is signed in. Sign out "
                 "first, or delete one of the two",
                 {}};
  }
  return foundations.identities.merge(*current, into.id, foundations.clock.now());
}

}  // namespace astronova::accounts
