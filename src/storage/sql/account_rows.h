#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "storage/identity.h"
#include "storage/sealing.h"
#include "storage/sql/dialect.h"

namespace astronova::storage::sql {

/// The account, or none.
std::optional<Account> find_account(Connection& connection, std::string_view id);
/// The same, locked until the transaction ends.
std::optional<Account> lock_account(const Dialect& dialect, Connection& connection,
                                    std::string_view id);

/// What an identity is called where it is sealed.
std::string identity_id(std::string_view provider, std::string_view subject);
/// An account's identities, oldest first.
Result<std::vector<Identity>> find_identities(Connection& connection, const KeyRing& keys,
                                              std::string_view account_id);
/// Adds an identity that is not there; another one that is stands against it.
void insert_identity(Connection& connection, const KeyRing& keys, std::string_view account_id,
                     const Identity& identity);
/// Puts an identity that is there into an account, with new details.
void write_identity(Connection& connection, const KeyRing& keys, std::string_view account_id,
                    const Identity& identity);

void write_role(Connection& connection, std::string_view account_id, Role role);

}  // namespace astronova::storage::sql
