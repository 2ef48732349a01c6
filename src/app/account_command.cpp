#include <CLI/CLI.hpp>

#include <fmt/format.h>

#include "accounts/roles.h"
#include "app/commands.h"
#include "app/database_flags.h"
#include "base/clock.h"

namespace astronova::app {
namespace {

struct AccountFlags {
  DatabaseConfiguration database;
  std::string account_id, role;
};

// Written down first, as every use of an administrator's power is: what is not in the audit log has
// not happened.
Result<void> set_role(storage::Database& database, const AccountFlags& flags) {
  auto& identities = database.identities();
  if (const auto account = identities.account(flags.account_id); !account) return account.error();
  storage::AuditEntry entry;
  entry.at = SystemClock().now();
  entry.actor = "system";
  entry.action = "account.role.set";
  entry.subject = flags.account_id;
  entry.detail = flags.role;
  if (auto written = database.ledger().audit(entry); !written) return written;
  return identities.set_role(flags.account_id, *accounts::role_named(flags.role));
}

int run_role(const AccountFlags& flags) {
  const auto options = database_options(flags.database);
  if (!options) return report_database_error(options.error());
  const auto database = storage::open_database(*options);
  if (!database) return report_database_error(database.error());
  const auto set = set_role(**database, flags);
  if (!set) return report_database_error(set.error());
  fmt::print("{} is {} now\n", flags.account_id,
             flags.role == "admin" ? "an administrator" : "a user");
  return exit_done;
}

}  // namespace

void add_account_command(CLI::App& program, int& status) {
  auto* command = program.add_subcommand("account", "Change accounts; for whoever runs the server");
  command->require_subcommand(1);
  const auto flags = std::make_shared<AccountFlags>();
  auto* role = command->add_subcommand(
      "role", "Make an administrator of an account, or a user again; servers know within 5 s");
  declare(*role, flags->database);
  role->add_option("ACCOUNT_ID", flags->account_id, "The account's id")->required();
  role->add_option("ROLE", flags->role, "user or admin")
      ->required()
      ->check(CLI::IsMember({"user", "admin"}));
  role->callback([flags, &status] { status = run_role(*flags); });
}

}  // namespace astronova::app
