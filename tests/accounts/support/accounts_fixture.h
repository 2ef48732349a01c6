#pragma once

#include <string>

#include <gtest/gtest.h>

#include "accounts/foundations.h"
#include "accounts/guests.h"
#include "accounts/sessions.h"
#include "tests/accounts/support/memory_stores.h"
#include "tests/support/seeded_randomness.h"
#include "tests/support/set_clock.h"

namespace astronova::testing {

/// What use cases of accounts stand on, at noon of a day that never passes.
class AccountsFixture : public ::testing::Test {
 protected:
  accounts::SignedIn guest() { return *accounts::create_guest(foundations, sessions, "a device"); }

  /// The audit log's actions about an account, each with a space after it.
  std::string audited(const std::string& account_id) {
    std::string actions;
    for (const auto& entry : *stores.audit_of(account_id))
      actions += entry.action + ' ';
    return actions;
  }

  SetClock clock{*parse_rfc3339("2026-11-23T12:00:00Z")};
  SeededRandomness randomness;
  MemoryStores stores{randomness};
  accounts::Foundations foundations{stores, stores, stores, clock, randomness};
  accounts::AccessTokens tokens{
      *accounts::KeyRing::parse("k:" + std::string(32, 's')), {}, clock, randomness};
  accounts::Sessions sessions{foundations, tokens};
};

}  // namespace astronova::testing
