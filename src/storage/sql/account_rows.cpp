#include "storage/sql/account_rows.h"

#include <array>

namespace astronova::storage::sql {
namespace {

constexpr std::array<const char*, 3> role_names{"guest", "user", "admin"};

const char* name_of(Role role) {
  return role_names.at(static_cast<std::size_t>(role));
}

Role role_of(const std::string& name) {
  for (std::size_t i = 0; i < role_names.size(); ++i) {
    if (name == role_names.at(i)) return static_cast<Role>(i);
  }
  return Role::guest;  // what may least; the table's CHECK lets no other name in
}

Account account_of(const Row& row) {
  Account account;
  account.id = row.text(0);
  account.role = role_of(row.text(1));
  account.created_at = row.instant(2);
  if (!row.is_null(3)) account.delete_after_days = static_cast<int>(row.integer(3));
  account.last_used_at = row.instant(4);
  return account;
}

std::optional<Account> find(Connection& connection, std::string_view id, std::string_view lock) {
  const auto row = connection.query_one(
      "SELECT id, role, created_at, delete_after_days, last_used_at FROM accounts WHERE id = :id" +
          std::string(lock),
      "ttiii", {{"id", id}});
  if (!row) return std::nullopt;
  return account_of(*row);
}

std::string sealed_details(const KeyRing& keys, std::string_view account_id,
                           const Identity& identity) {
  return keys.seal({"identities", account_id, identity_id(identity.provider, identity.subject)},
                   identity.details);
}

}  // namespace

std::optional<Account> find_account(Connection& connection, std::string_view id) {
  return find(connection, id, "");
}

std::optional<Account> lock_account(const Dialect& dialect, Connection& connection,
                                    std::string_view id) {
  return find(connection, id, dialect.for_update());
}

std::string identity_id(std::string_view provider, std::string_view subject) {
  return std::string(provider).append(1, ':').append(subject);
}

Result<std::vector<Identity>> find_identities(Connection& connection, const KeyRing& keys,
                                              std::string_view account_id) {
  const auto rows = connection.query(
      "SELECT provider, subject, details, linked_at FROM identities WHERE account_id = :account "
      "ORDER BY linked_at, provider, subject",
      "ttti", {{"account", account_id}});
  std::vector<Identity> identities;
  for (const auto& row : rows) {
    auto details =
        keys.open({"identities", account_id, identity_id(row.text(0), row.text(1))}, row.text(2));
    if (!details) return details.error();
    identities.push_back({row.text(0), row.text(1), std::move(*details), row.instant(3)});
  }
  return identities;
}

void insert_identity(Connection& connection, const KeyRing& keys, std::string_view account_id,
                     const Identity& identity) {
  connection.execute(
      "INSERT INTO identities (provider, subject, account_id, details, linked_at) "
      "VALUES (:provider, :subject, :account, :details, :linked_at)",
      {{"provider", identity.provider},
       {"subject", identity.subject},
       {"account", account_id},
       {"details", sealed_details(keys, account_id, identity)},
       {"linked_at", identity.linked_at}});
}

void write_identity(Connection& connection, const KeyRing& keys, std::string_view account_id,
                    const Identity& identity) {
  connection.execute(
      "UPDATE identities SET account_id = :account, details = :details "
      "WHERE provider = :provider AND subject = :subject",
      {{"provider", identity.provider},
       {"subject", identity.subject},
       {"account", account_id},
       {"details", sealed_details(keys, account_id, identity)}});
}

void write_role(Connection& connection, std::string_view account_id, Role role) {
  connection.execute("UPDATE accounts SET role = :role WHERE id = :id",
                     {{"role", name_of(role)}, {"id", account_id}});
}

}  // namespace astronova::storage::sql
