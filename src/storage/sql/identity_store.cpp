#include "storage/sql/identity_store.h"

#include "base/randomness.h"
#include "storage/record_kinds.h"
#include "storage/sql/account_merge.h"
#include "storage/sql/account_rows.h"

namespace astronova::storage::sql {
namespace {

// An account's use is noted once a day, and a write costs a sync of the disk.
constexpr std::chrono::hours note_use_every{24};

Error no_such_identity() {
  return {ErrorCode::not_found, "there is no such identity", {}};
}

Error not_text(std::string_view what) {
  return invalid_field("/" + std::string(what), "must be UTF-8 text");
}

Result<void> check(const Identity& identity) {
  if (identity.provider.empty() || !is_storable_text(identity.provider))
    return not_text("provider");
  if (identity.subject.empty() || !is_storable_text(identity.subject)) return not_text("subject");
  if (!is_storable_text(identity.details)) return not_text("details");
  return {};
}

Result<void> found(std::int64_t rows) {
  if (rows == 0) return no_such_account();
  return {};
}

}  // namespace

Result<Account> SqlIdentityStore::create_account(Role role, Instant now) {
  return context_.executor.write([&](Connection& connection) -> Result<Account> {
    Account account;
    account.id = random_uuid(SystemRandomness{});
    account.created_at = now;
    account.last_used_at = now;
    connection.execute(
        "INSERT INTO accounts (id, role, created_at, last_used_at) "
        "VALUES (:id, 'guest', :now, :now)",
        {{"id", account.id}, {"now", now}});
    account.role = role;
    if (role != Role::guest) write_role(connection, account.id, role);
    return account;
  });
}

Result<Account> SqlIdentityStore::account(std::string_view id) {
  return context_.executor.read([&](Connection& connection) -> Result<Account> {
    auto account = find_account(connection, id);
    if (!account) return no_such_account();
    return std::move(*account);
  });
}

Result<std::optional<Account>> SqlIdentityStore::account_of(std::string_view provider,
                                                            std::string_view subject) {
  return context_.executor.run(
      Access::snapshot, [&](Connection& connection) -> Result<std::optional<Account>> {
        const auto row = connection.query_one(
            "SELECT account_id FROM identities WHERE provider = :provider AND subject = :subject",
            "t", {{"provider", provider}, {"subject", subject}});
        if (!row) return std::optional<Account>{};
        return find_account(connection, row->text(0));
      });
}

Result<std::vector<Identity>> SqlIdentityStore::identities(std::string_view account_id) {
  return context_.executor.read([&](Connection& connection) {
    return find_identities(connection, context_.keys, account_id);
  });
}

Result<Account> SqlIdentityStore::link(std::string_view account_id, const Identity& identity) {
  if (auto possible = check(identity); !possible) return possible.error();
  return context_.executor.write([&](Connection& connection) -> Result<Account> {
    auto account = lock_account(context_.executor.dialect(), connection, account_id);
    if (!account) return no_such_account();
    const auto row = connection.query_one(
        "SELECT account_id FROM identities WHERE provider = :provider AND subject = :subject", "t",
        {{"provider", identity.provider}, {"subject", identity.subject}});
    if (row && row->text(0) != account_id) {
      return Error{ErrorCode::conflict, "this identity opens another account", {}};
    }
    if (row) {
      write_identity(connection, context_.keys, account_id, identity);
    } else {
      // Of two accounts that link the same identity at once, the second fails here.
      insert_identity(connection, context_.keys, account_id, identity);
    }
    if (account->role == Role::guest) {
      account->role = Role::user;
      write_role(connection, account_id, Role::user);
    }
    return std::move(*account);
  });
}

Result<void> SqlIdentityStore::unlink(std::string_view account_id, std::string_view provider,
                                      std::string_view subject) {
  return context_.executor.write([&](Connection& connection) -> Result<void> {
    const auto removed = connection.execute(
        "DELETE FROM identities WHERE provider = :provider AND subject = :subject "
        "AND account_id = :account",
        {{"provider", provider}, {"subject", subject}, {"account", account_id}});
    if (removed == 0) return no_such_identity();
    return {};
  });
}

Result<void> SqlIdentityStore::replace_details(std::string_view provider, std::string_view subject,
                                               std::string_view expected,
                                               std::string_view details) {
  if (!is_storable_text(details)) return not_text("details");
  return context_.executor.write([&](Connection& connection) -> Result<void> {
    const auto row = connection.query_one(
        "SELECT account_id, details, linked_at FROM identities "
        "WHERE provider = :provider AND subject = :subject" +
            std::string(context_.executor.dialect().for_update()),
        "tti", {{"provider", provider}, {"subject", subject}});
    if (!row) return no_such_identity();
    const auto now = context_.keys.open(
        {"identities", row->text(0), identity_id(provider, subject)}, row->text(1));
    if (!now) return now.error();
    if (*now != expected) {
      return Error{ErrorCode::conflict, "the identity was changed meanwhile; read it again", {}};
    }
    write_identity(
        connection, context_.keys, row->text(0),
        {std::string(provider), std::string(subject), std::string(details), row->instant(2)});
    return {};
  });
}

Result<void> SqlIdentityStore::merge(std::string_view from, std::string_view into, Instant now) {
  if (from == into) return invalid_field("/into", "must be another account");
  auto merged = context_.executor.write([&](Connection& connection) {
    return merge_accounts(context_.executor.dialect(), connection, context_.keys, {from, into},
                          now);
  });
  if (merged) context_.executor.scrub();
  return merged;
}

Result<void> SqlIdentityStore::set_role(std::string_view account_id, Role role) {
  return context_.executor.write([&](Connection& connection) -> Result<void> {
    if (!lock_account(context_.executor.dialect(), connection, account_id)) {
      return no_such_account();
    }
    write_role(connection, account_id, role);
    return {};
  });
}

Result<void> SqlIdentityStore::set_delete_after_days(std::string_view account_id,
                                                     std::optional<int> days) {
  if (days && *days < 1) return invalid_field("/deleteAfterDays", "must be 1 or more");
  return context_.executor.write([&](Connection& connection) {
    return found(connection.execute(
        "UPDATE accounts SET delete_after_days = :days WHERE id = :id",
        {{"days", days ? Value(std::int64_t{*days}) : Value::null_integer()}, {"id", account_id}}));
  });
}

Result<void> SqlIdentityStore::touch(std::string_view account_id, Instant now) {
  const auto known = account(account_id);
  if (!known) return known.error();
  if (now - known->last_used_at < note_use_every) return {};
  return context_.executor.write([&](Connection& connection) {
    return found(connection.execute("UPDATE accounts SET last_used_at = :now WHERE id = :id",
                                    {{"now", now}, {"id", account_id}}));
  });
}

Result<void> SqlIdentityStore::erase(std::string_view account_id) {
  auto erased = context_.executor.write([&](Connection& connection) {
    return found(connection.execute("DELETE FROM accounts WHERE id = :id", {{"id", account_id}}));
  });
  if (erased) context_.executor.scrub();
  return erased;
}

Result<std::vector<std::string>> SqlIdentityStore::overdue(Instant now, std::size_t limit) {
  return context_.executor.read([&](Connection& connection) -> Result<std::vector<std::string>> {
    std::vector<std::string> ids;
    // As the index accounts_overdue has it.
    for (const auto& row : connection.query(
             "SELECT id FROM accounts WHERE delete_after_days IS NOT NULL "
             "AND last_used_at + delete_after_days * 86400000000 <= :now "
             "ORDER BY last_used_at + delete_after_days * 86400000000 LIMIT :page_limit",
             "t", {{"now", now}, {"page_limit", static_cast<std::int64_t>(limit)}})) {
      ids.push_back(row.text(0));
    }
    return ids;
  });
}

}  // namespace astronova::storage::sql
