#include "app/apple_service.h"

#include <CLI/CLI.hpp>
#include <fstream>
#include <iterator>

#include "app/checks.h"
#include "app/outbound_client.h"
#include "clients/apple/published_keys.h"
#include "clients/apple/token_service.h"
#include "clients/p256_key.h"

namespace astronova::app {
namespace {

constexpr const char* key_fix =
    "name the .p8 file that the developer account gave once, readable by the server's user";

Error missing(std::string detail) {
  return {ErrorCode::data_missing, std::move(detail), {}};
}

Result<clients::apple::AppleCredentials> credentials(const AppleConfiguration& configuration) {
  if (configuration.team_id.empty() || configuration.key_id.empty()) {
    return missing(
        "Sign in with Apple also needs --apple-team-id and --apple-key-id, as the developer "
        "account "
        "shows them");
  }
  std::ifstream file(configuration.private_key_file);
  if (!file) {
    return missing(
        "the key of --apple-private-key-file cannot be read; it is the .p8 file that the "
        "developer account gave once");
  }
  return clients::apple::AppleCredentials{configuration.team_id, configuration.key_id,
                                          std::string(std::istreambuf_iterator<char>(file), {})};
}

}  // namespace

struct AppleService::Parts {
  Parts(std::unique_ptr<OutboundClient> client,
        std::unique_ptr<clients::apple::TokenService> token_service,
        const AppleConfiguration& configuration, const accounts::Foundations& foundations,
        accounts::Sessions& sessions)
      : outbound(std::move(client)),
        keys(outbound->http(), foundations.clock, {configuration.address}),
        grants(std::move(token_service)),
        tokens(keys, {.client_ids = configuration.client_ids}, foundations.clock),
        revocations(foundations, *grants),
        deletion(foundations, sessions, &revocations),
        sign_in(foundations, sessions, tokens, grants.get(), {}),
        notifications(foundations, sessions, tokens, deletion),
        routes{sign_in, notifications} {
    revocations.start();
  }

  std::unique_ptr<OutboundClient> outbound;
  clients::apple::PublishedKeys keys;
  std::unique_ptr<clients::apple::TokenService> grants;
  accounts::AppleTokens tokens;
  accounts::AppleRevocations revocations;
  accounts::AccountDeletion deletion;
  accounts::AppleSignIn sign_in;
  accounts::AppleNotifications notifications;
  api::Apple routes;
};

void declare(CLI::App& command, AppleConfiguration& configuration) {
  command
      .add_option("--apple-client-ids", configuration.client_ids,
                  "Bundle ids and Services IDs of Sign in with Apple, separated by commas")
      ->envname("APPLE_CLIENT_IDS")
      ->delimiter(',');
  command.add_option("--apple-team-id", configuration.team_id, "Team id of the developer account")
      ->envname("APPLE_TEAM_ID");
  command
      .add_option("--apple-key-id", configuration.key_id, "Id of the key for Sign in with Apple")
      ->envname("APPLE_KEY_ID");
  command
      .add_option("--apple-private-key-file", configuration.private_key_file,
                  "File of that key (.p8)")
      ->envname("APPLE_PRIVATE_KEY_FILE");
  command.add_option("--apple-address", configuration.address, "Where Apple's server is")
      ->envname("APPLE_ADDRESS")
      ->capture_default_str();
  command
      .add_option("--outbound-ca-file", configuration.ca_file,
                  "Authorities (PEM) to trust in the place of the system's when calling others")
      ->envname("ASTRONOVA_OUTBOUND_CA_FILE");
}

void check(const AppleConfiguration& configuration, bool production, Mistakes& mistakes) {
  check_file("--outbound-ca-file", configuration.ca_file, mistakes);
  check_address("--apple-address", configuration.address, production, mistakes);
  if (!configuration.is_on()) return;
  const auto want = [&](const char* setting, const std::string& value, const char* fix) {
    if (value.empty()) mistakes.add(setting, "it is not set, and Sign in with Apple needs it", fix);
  };
  want("--apple-team-id", configuration.team_id,
       "give the team id that the developer account shows");
  want("--apple-key-id", configuration.key_id,
       "give the key's id that the developer account shows");
  want("--apple-private-key-file", configuration.private_key_file, key_fix);
  if (configuration.private_key_file.empty()) return;
  const auto key = read_file(configuration.private_key_file);
  if (!key) {
    mistakes.add("--apple-private-key-file", key.error().detail, key_fix);
  } else if (!clients::P256Key::from_pem(*key)) {
    mistakes.add("--apple-private-key-file", "the file holds no private key on the curve P-256",
                 key_fix);
  }
}

AppleService::AppleService(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
AppleService::~AppleService() = default;

Result<std::unique_ptr<AppleService>> AppleService::open(const AppleConfiguration& configuration,
                                                         const accounts::Foundations& foundations,
                                                         accounts::Sessions& sessions) {
  auto given = credentials(configuration);
  if (!given) return given.error();
  auto outbound = OutboundClient::start("apple", configuration.ca_file, foundations.clock,
                                        foundations.randomness);
  if (!outbound) return outbound.error();
  auto grants = clients::apple::TokenService::make((*outbound)->http(), foundations.clock,
                                                   {configuration.address}, *given);
  if (!grants) return grants.error();
  auto parts = std::make_unique<Parts>(*std::move(outbound), *std::move(grants), configuration,
                                       foundations, sessions);
  return std::unique_ptr<AppleService>(new AppleService(std::move(parts)));
}

const api::Apple& AppleService::routes() const {
  return parts_->routes;
}

clients::ResilientClient& AppleService::http() {
  return parts_->outbound->http();
}

const accounts::AccountDeletion& AppleService::deletion() const {
  return parts_->deletion;
}

}  // namespace astronova::app
