#include "app/people_service.h"

#include <CLI/CLI.hpp>
#include <cstdlib>

#include <fmt/format.h>

#include "accounts/generated_secret.h"
#include "app/database_flags.h"

namespace astronova::app {
namespace {

Error missing(std::string detail) {
  return {ErrorCode::data_missing, std::move(detail), {}};
}

// What access tokens are signed with.
Result<accounts::KeyRing> token_keys(const PeopleConfiguration& configuration,
                                     const std::string& data_directory,
                                     const Randomness& randomness) {
  const char* const given = std::getenv("JWT_SECRET_KEY");
  if (given && *given) {
    auto keys = accounts::KeyRing::parse(given);
    if (!keys) return missing("JWT_SECRET_KEY: " + keys.error().detail);
    return keys;
  }
  if (configuration.production) {
    return missing(
        "in production JWT_SECRET_KEY must be set, the same for all servers; "
        "make one with: openssl rand -base64 48");
  }
  auto made = accounts::generated_secret(data_directory, randomness);
  if (!made) return made.error();
  if (made->is_new) {
    fmt::print(
        stderr,
        "note:  JWT_SECRET_KEY is not set; a secret was made and is kept in {}/token-secret\n",
        data_directory);
  }
  return accounts::KeyRing::parse(made->secret);
}

void point_out_clear_text(const storage::DatabaseOptions& options) {
  if (!options.keys.empty()) return;
  fmt::print(stderr,
             "note:  ASTRONOVA_DATA_KEYS is not set; birth data and messages are stored in clear "
             "text\n");
}

}  // namespace

struct PeopleService::Parts {
  Parts(std::unique_ptr<storage::Database> opened, accounts::KeyRing keys, const Clock& clock,
        const Randomness& randomness)
      : database(std::move(opened)),
        foundations{database->identities(), database->sessions(), database->ledger(), clock,
                    randomness},
        tokens(std::move(keys), {}, clock, randomness),
        sessions(foundations, tokens),
        people{*database, foundations, sessions} {}

  std::unique_ptr<storage::Database> database;
  accounts::Foundations foundations;
  accounts::AccessTokens tokens;
  accounts::Sessions sessions;
  api::People people;
};

void declare(CLI::App& command, PeopleConfiguration& configuration) {
  command
      .add_flag("--accounts,!--no-accounts", configuration.accounts,
                "Keep accounts and records; without, the server only computes")
      ->envname("ASTRONOVA_ACCOUNTS")
      ->capture_default_str();
  command
      .add_flag("--production", configuration.production,
                "Refuse to start with what is only fit for trying out, such as a made secret")
      ->envname("ASTRONOVA_PRODUCTION");
  command
      .add_option("--database-url", configuration.database_url,
                  "URL of a PostgreSQL database, postgresql://user:password@host/name; without it "
                  "the data is in astronova.db, a file of SQLite in the data folder")
      ->envname("DATABASE_URL");
}

PeopleService::PeopleService(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
PeopleService::~PeopleService() = default;

Result<std::unique_ptr<PeopleService>> PeopleService::open(const PeopleConfiguration& configuration,
                                                           const std::string& data_directory,
                                                           const Clock& clock,
                                                           const Randomness& randomness) {
  auto options = database_options({configuration.database_url, data_directory});
  if (!options) return options.error();
  options->clock = &clock;
  point_out_clear_text(*options);
  auto database = storage::open_database(*options);
  if (!database) return database.error();
  auto keys = token_keys(configuration, data_directory, randomness);
  if (!keys) return keys.error();
  auto parts = std::make_unique<Parts>(*std::move(database), *std::move(keys), clock, randomness);
  return std::unique_ptr<PeopleService>(new PeopleService(std::move(parts)));
}

const api::People& PeopleService::people() const {
  return parts_->people;
}

}  // namespace astronova::app
