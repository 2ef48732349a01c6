#pragma once

#include <optional>
#include <string>

#include "accounts/foundations.h"
#include "base/result.h"

namespace astronova::accounts {

/// The account that an identity which was just proved opens, for somebody who may be signed in
/// already:
///
/// | the identity opens | signed in as      | what happens                                        |
/// |--------------------|-------------------|-----------------------------------------------------|
/// | no account         | nobody            | a new user's account, which it opens from now on | |
/// no account         | a guest           | the guest's account becomes a user's, with all it has |
/// | no account         | a user            | one more way into the user's account | | an account
/// | nobody, or its own | that account                                        | | an account | a
/// guest           | the guest's records move there (IdentityStore::merge) | | an account         |
/// another user      | conflict: nobody's records are mixed unasked          |
///
/// The identity's details are replaced by those given.
/// errors  conflict, not_found (`current` is gone), unavailable
Result<storage::Account> account_for(const Foundations& foundations,
                                     const storage::Identity& identity,
                                     const std::optional<std::string>& current);

/// The second half of it: the guest's records move into an account that was found.
/// errors  conflict (`current` is a user, and another one), not_found, unavailable
Result<void> bring_along(const Foundations& foundations, const std::optional<std::string>& current,
                         const storage::Account& into);

}  // namespace astronova::accounts
