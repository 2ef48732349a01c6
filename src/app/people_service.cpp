#include "app/people_service.h"

#include <CLI/CLI.hpp>

#include <fmt/format.h>

#include "accounts/generated_secret.h"
#include "app/database_flags.h"
#include "app/housekeeper.h"
#include "base/log.h"

namespace astronova::app {
namespace {

// What access tokens are signed with.
Result<accounts::KeyRing> token_keys(const PeopleConfiguration& configuration,
                                     const std::string& data_directory,
                                     const Randomness& randomness) {
  const auto& given = configuration.secrets.reveal("JWT_SECRET_KEY");
  if (!given.empty()) return accounts::KeyRing::parse(given);
  auto made = accounts::generated_secret(data_directory, randomness);
  if (!made) return made.error();
  if (made->is_new) {
    log({Severity::notice, "secret_made",
         fmt::format("JWT_SECRET_KEY is not set; a secret was made and is kept in {}/token-secret",
                     data_directory)});
  }
  return accounts::KeyRing::parse(made->secret);
}

void point_out_clear_text(const storage::DatabaseOptions& options) {
  if (!options.keys.empty()) return;
  log({Severity::notice, "stored_in_clear",
       "ASTRONOVA_DATA_KEYS is not set; birth data and messages are stored in clear text"});
}

accounts::RelyingParty relying_party(const PeopleConfiguration& configuration, std::uint16_t port) {
  accounts::RelyingParty party;
  party.id = configuration.passkey_domain;
  party.name = "AstroNova";
  party.origins = configuration.passkey_origins;
  if (party.origins.empty()) {
    const bool is_here = party.id == "localhost";
    const std::string host = is_here ? fmt::format("localhost:{}", port) : party.id;
    party.origins.push_back("https://" + host);
    if (is_here) party.origins.push_back("http://" + host);
  }
  return party;
}

}  // namespace

struct PeopleService::Parts {
  Parts(std::unique_ptr<storage::Database> opened, storage::KeyRing data_keys,
        accounts::KeyRing keys, accounts::RelyingParty party, const Clock& clock,
        const Randomness& randomness)
      : database(std::move(opened)),
        sealed_by(std::move(data_keys)),
        token_secret(keys.current().secret),
        foundations{database->identities(), database->sessions(), database->ledger(), clock,
                    randomness},
        tokens(std::move(keys), {}, clock, randomness),
        sessions(foundations, tokens),
        passkeys(foundations, sessions, std::move(party)),
        deletion(foundations, sessions, nullptr) {}

  void begin() {
    const auto& in_force = apple ? apple->deletion() : deletion;
    people.emplace(api::People{*database, foundations, sessions, in_force, passkeys,
                               apple ? &apple->routes() : nullptr});
    housekeeper.emplace(in_force, database->sessions(), foundations.clock);
  }

  std::unique_ptr<storage::Database> database;
  storage::KeyRing sealed_by;
  std::string token_secret;
  accounts::Foundations foundations;
  accounts::AccessTokens tokens;
  accounts::Sessions sessions;
  accounts::Passkeys passkeys;
  accounts::AccountDeletion deletion;  // where there is no Apple
  std::unique_ptr<AppleService> apple{};
  std::unique_ptr<CloudKitService> cloudkit{};
  std::optional<api::People> people{};
  std::optional<Housekeeper> housekeeper{};
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
  command
      .add_option("--passkey-domain", configuration.passkey_domain,
                  "Domain that passkeys are for, the web app's or one above it")
      ->envname("ASTRONOVA_PASSKEY_DOMAIN")
      ->capture_default_str();
  command
      .add_option(
          "--passkey-origins", configuration.passkey_origins,
          "Origins where passkeys may be used, separated by commas; https:// and the domain "
          "when left out")
      ->envname("ASTRONOVA_PASSKEY_ORIGINS")
      ->delimiter(',');
  declare(command, configuration.apple);
  declare(command, configuration.cloudkit);
}

void check(const PeopleConfiguration& configuration, const Secrets& secrets, Mistakes& mistakes) {
  if (!configuration.accounts) return;
  check(configuration.apple, configuration.production, mistakes);
  check(configuration.cloudkit, secrets, configuration.production, mistakes);
}

PeopleService::PeopleService(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
PeopleService::~PeopleService() = default;

Result<std::unique_ptr<PeopleService>> PeopleService::open(const PeopleConfiguration& configuration,
                                                           const std::string& data_directory,
                                                           std::uint16_t port, const Clock& clock,
                                                           const Randomness& randomness) {
  auto options =
      database_options(configuration.database_url, data_directory, configuration.secrets);
  if (!options) return options.error();
  options->clock = &clock;
  point_out_clear_text(*options);
  auto database = storage::open_database(*options);
  if (!database) return database.error();
  auto keys = token_keys(configuration, data_directory, randomness);
  if (!keys) return keys.error();
  auto parts = std::make_unique<Parts>(*std::move(database), options->keys, *std::move(keys),
                                       relying_party(configuration, port), clock, randomness);
  if (configuration.apple.is_on()) {
    auto apple = AppleService::open(configuration.apple, parts->foundations, parts->sessions);
    if (!apple) return apple.error();
    parts->apple = *std::move(apple);
  }
  if (configuration.cloudkit.is_on()) {
    auto cloudkit = CloudKitService::start(configuration.cloudkit, configuration.apple.ca_file,
                                           *parts->database, parts->sealed_by, clock, randomness);
    if (!cloudkit) return cloudkit.error();
    parts->cloudkit = *std::move(cloudkit);
  }
  parts->begin();
  return std::unique_ptr<PeopleService>(new PeopleService(std::move(parts)));
}

const api::People& PeopleService::people() const {
  return *parts_->people;
}

storage::Database& PeopleService::database() {
  return *parts_->database;
}

const std::string& PeopleService::token_secret() const {
  return parts_->token_secret;
}

std::vector<clients::ResilientClient*> PeopleService::vendors() {
  std::vector<clients::ResilientClient*> vendors;
  if (parts_->apple) vendors.push_back(&parts_->apple->http());
  if (parts_->cloudkit) vendors.push_back(&parts_->cloudkit->http());
  return vendors;
}

}  // namespace astronova::app
