#pragma once

#include <string>

#include "base/clock.h"
#include "base/randomness.h"
#include "storage/identity.h"
#include "storage/ledger.h"
#include "storage/sessions.h"

namespace astronova::accounts {

/// What everything about accounts stands on. They outlive whoever is given them.
struct Foundations {
  storage::IdentityStore& identities;
  storage::SessionStore& sessions;
  storage::Ledger& ledger;
  const Clock& clock;
  const Randomness& randomness;
};

/// Writes a line of the audit log: who (an account's id, or "system") did what to which account. As
/// it has been done already, that it cannot be written is nobody's error.
void note(const Foundations& foundations, std::string actor, std::string action,
          std::string subject, std::string detail = {});

}  // namespace astronova::accounts
