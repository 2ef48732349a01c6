#include "storage/sql/sql_database.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "storage/sql/migrations.h"

namespace astronova::storage {
namespace sql {
namespace {

constexpr std::chrono::hours as_long_as_needed{24};

bool is_postgresql(const std::string& url) {
  return url.starts_with("postgresql://") || url.starts_with("postgres://");
}

// What can be said of a connection that did not come about. SOCI's sentence has the URL in it, and
// with it the password, so it is not passed on.
Error cannot_open(const DatabaseOptions& options) {
  if (!options.url.empty()) {
    return {ErrorCode::unavailable,
            "the database server does not answer or does not let us in; look at its log, and at "
            "the host, name, user and password in DATABASE_URL",
            {}};
  }
  return {ErrorCode::data_missing,
          "the database file cannot be opened, or is none of SQLite; see that it and its folder "
          "belong to the user that runs this",
          {}};
}

Result<void> can_connect(const DatabaseOptions& options, const Dialect& dialect) {
  try {
    (void)dialect.connect();
    return {};
  } catch (const soci::soci_error&) {
    return cannot_open(options);
  }
}

}  // namespace

Result<std::unique_ptr<Dialect>> dialect_of(const DatabaseOptions& options,
                                            std::chrono::milliseconds patience) {
  if (options.url.empty()) {
    // As SOCI wants it between quotes, and SQLite takes a relative "file:" for a URI.
    if (options.file.empty() || options.file.find('"') != std::string::npos) {
      return Error{ErrorCode::data_missing, "the path of the database file cannot be used", {}};
    }
    return sqlite_dialect(std::filesystem::absolute(options.file).string(), patience);
  }
  if (const auto usable = check_url(options.url); !usable) return usable.error();
  return postgresql_dialect(options.url, patience);
}

Result<std::unique_ptr<Executor>> open_patient_executor(const DatabaseOptions& options) {
  auto dialect = dialect_of(options, as_long_as_needed);
  if (!dialect) return dialect.error();
  if (auto connected = can_connect(options, **dialect); !connected) return connected.error();
  return std::make_unique<Executor>(std::move(*dialect), 2, as_long_as_needed);
}

SqlDatabase::SqlDatabase(DatabaseOptions options, std::unique_ptr<Dialect> dialect)
    : options_(std::move(options)),
      executor_(std::move(dialect), std::max<std::size_t>(options_.connections, 1),
                options_.patience),
      context_{executor_, options_.keys, options_.clock ? *options_.clock : system_clock_},
      identities_(context_),
      sessions_(context_),
      records_(context_),
      ledger_(context_),
      mirroring_(context_) {}

Result<void> SqlDatabase::check(std::chrono::milliseconds within) {
  return executor_.check(within);
}

Result<std::vector<Migration>> SqlDatabase::migrations() {
  return executor_.run(Access::snapshot, [&](Connection& connection) {
    return sql::migrations(executor_.dialect(), connection);
  });
}

Result<std::vector<Migration>> SqlDatabase::migrate() {
  return migrate_schema(options_);
}

std::string SqlDatabase::engine() const {
  return std::string(executor_.dialect().engine());
}

}  // namespace sql

Result<void> check_url(const std::string& url) {
  if (url.empty()) return {};
  if (!sql::is_postgresql(url)) {
    return Error{ErrorCode::data_missing,
                 "DATABASE_URL must begin with postgresql:// ; leave it out to use SQLite",
                 {}};
  }
  if (url.find_first_of(" \t\r\n'\"") != std::string::npos) {
    return Error{ErrorCode::data_missing,
                 "DATABASE_URL has spaces or quotes: write them as %20, %27 and %22",
                 {}};
  }
  return {};
}

namespace {

Result<void> bring_up_to_date(Database& database, bool migrate) {
  const auto steps = database.migrations();
  if (!steps) return steps.error();
  if (std::ranges::all_of(*steps, &Migration::applied)) return {};
  if (!migrate) {
    return Error{ErrorCode::conflict,
                 "the database is of an older version of AstroNova: run `astronova migrate`",
                 {}};
  }
  const auto taken = database.migrate();
  if (!taken) return taken.error();
  return {};
}

}  // namespace

std::vector<Migration> known_migrations() {
  return sql::no_migrations();
}

Result<std::vector<Migration>> schema_of(const DatabaseOptions& options) {
  if (options.url.empty() && !std::filesystem::exists(options.file)) return sql::no_migrations();
  const auto executor = sql::open_patient_executor(options);
  if (!executor) return executor.error();
  return (*executor)->run(sql::Access::snapshot, [&](sql::Connection& connection) {
    return sql::migrations((*executor)->dialect(), connection);
  });
}

Result<std::vector<Migration>> migrate_schema(const DatabaseOptions& options) {
  const auto executor = sql::open_patient_executor(options);
  if (!executor) return executor.error();
  const auto now = options.clock ? options.clock->now() : SystemClock().now();
  return (*executor)->write([&](sql::Connection& connection) {
    return sql::migrate((*executor)->dialect(), connection, sql::schema_number(), now);
  });
}

Result<std::unique_ptr<Database>> open_database(const DatabaseOptions& options) {
  auto dialect = sql::dialect_of(options, options.patience);
  if (!dialect) return dialect.error();
  if (auto connected = sql::can_connect(options, **dialect); !connected) return connected.error();
  auto database = std::make_unique<sql::SqlDatabase>(options, std::move(*dialect));
  if (auto ready = bring_up_to_date(*database, options.migrate); !ready) return ready.error();
  return database;
}

}  // namespace astronova::storage
