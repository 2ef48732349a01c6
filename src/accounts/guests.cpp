#include "accounts/guests.h"

namespace astronova::accounts {

Result<SignedIn> create_guest(const Foundations& foundations, Sessions& sessions,
                              std::string_view device_name) {
  const auto account =
      foundations.identities.create_account(storage::Role::guest, foundations.clock.now());
  if (!account) return account.error();
  return sessions.open(*account, device_name);
}

}  // namespace astronova::accounts
