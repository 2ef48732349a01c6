#include "app/cloudkit_service.h"

#include <CLI/CLI.hpp>
#include <condition_variable>
#include <fstream>
#include <iterator>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "app/checks.h"
#include "app/outbound_client.h"
#include "base/log.h"
#include "clients/cloudkit/web_services.h"
#include "clients/p256_key.h"
#include "mirror/cloud_mirror.h"

namespace astronova::app {
namespace {

using std::chrono::seconds;

// A server that is told to stop has some ten seconds.
constexpr seconds deadline(8);
constexpr seconds idle_pause(5);
constexpr seconds trouble_pause_max = std::chrono::minutes(5);

Error missing(std::string detail) {
  return {ErrorCode::data_missing, std::move(detail), {}};
}

void check_private_key(const std::string& file, Mistakes& mistakes) {
  constexpr std::string_view setting = "--cloudkit-private-key-file";
  constexpr const char* fix =
      "name the private key's PEM file; docs/clients.md tells how to make one";
  const Result<std::string> key =
      file.empty() ? missing("it is not set, and the mirror in CloudKit needs it")
                   : read_file(file);
  if (!key) {
    mistakes.add(setting, key.error().detail, fix);
  } else if (!clients::P256Key::from_pem(*key)) {
    mistakes.add(setting, "the file holds no private key on the curve P-256", fix);
  }
}

}  // namespace

Result<clients::cloudkit::CloudKitSettings> cloudkit_settings(
    const CloudKitConfiguration& configuration) {
  std::ifstream file(configuration.private_key_file);
  if (configuration.key_id.empty() || !file) {
    return missing(
        "the mirror in CloudKit needs --cloudkit-key-id, as CloudKit Console shows it, and the "
        "private key of it in the file --cloudkit-private-key-file; docs/clients.md tells how to "
        "make one");
  }
  clients::cloudkit::CloudKitSettings settings;
  settings.container = configuration.container;
  settings.key_id = configuration.key_id;
  settings.private_key.assign(std::istreambuf_iterator<char>(file), {});
  settings.environment = configuration.environment;
  settings.base_address = configuration.address;
  settings.deadline = deadline;
  return settings;
}

struct CloudKitService::Parts {
  Parts(std::unique_ptr<OutboundClient> client,
        std::unique_ptr<clients::cloudkit::WebServices> services, storage::Database& database,
        const storage::KeyRing& keys, const Clock& clock)
      : outbound(std::move(client)),
        cloud(std::move(services)),
        mirror(database, keys, *cloud, clock),
        thread([this](const std::stop_token& stop) { run(stop); }) {}

  void run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      const auto pause = round();
      std::unique_lock lock(mutex);
      stopped.wait_for(lock, stop, pause, [] { return false; });
    }
  }

  // Returns how long to wait before the next one.
  seconds round() {
    const auto round = mirror.work();
    if (!round) return wait_out(round.error().detail, {});
    for (const auto& refused : round->refused)
      log({Severity::warning, "mirror_record_refused",
           fmt::format("CloudKit does not take a record, it is left out: {}", refused)});
    if (round->trouble) return wait_out(*round->trouble, round->retry_after);
    if (trouble_pause > seconds{0})
      log({Severity::notice, "mirror_goes_on", "the mirror in CloudKit goes on"});
    trouble_pause = seconds{0};
    return round->more ? seconds{0} : idle_pause;
  }

  seconds wait_out(const std::string& trouble, std::optional<seconds> wanted) {
    if (trouble_pause == seconds{0})
      log({Severity::warning, "mirror_waits",
           fmt::format("the mirror in CloudKit waits: {}", trouble)});
    trouble_pause = std::clamp(2 * trouble_pause, seconds{1}, trouble_pause_max);
    return std::clamp(wanted.value_or(trouble_pause), seconds{1}, trouble_pause_max);
  }

  std::unique_ptr<OutboundClient> outbound;
  std::unique_ptr<clients::cloudkit::WebServices> cloud;
  mirror::CloudMirror mirror;
  seconds trouble_pause{0};  // 0: all is well
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::jthread thread;
};

void declare(CLI::App& command, CloudKitConfiguration& configuration) {
  command
      .add_option(
          "--cloudkit-container", configuration.container,
          "CloudKit container that keeps a sealed copy of people's records; none by default")
      ->envname("CLOUDKIT_CONTAINER");
  command
      .add_option("--cloudkit-key-id", configuration.key_id,
                  "Id of the server-to-server key of that container")
      ->envname("CLOUDKIT_KEY_ID");
  command
      .add_option("--cloudkit-private-key-file", configuration.private_key_file,
                  "File of that key (PEM)")
      ->envname("CLOUDKIT_PRIVATE_KEY_FILE");
  command
      .add_option("--cloudkit-environment", configuration.environment,
                  "Environment of the container")
      ->envname("CLOUDKIT_ENVIRONMENT")
      ->check(CLI::IsMember({"development", "production"}))
      ->capture_default_str();
  command
      .add_option("--cloudkit-address", configuration.address, "Where CloudKit Web Services are")
      ->envname("CLOUDKIT_ADDRESS")
      ->capture_default_str();
}

void check(const CloudKitConfiguration& configuration, const Secrets& secrets, bool production,
           Mistakes& mistakes) {
  check_address("--cloudkit-address", configuration.address, production, mistakes);
  if (!configuration.is_on()) return;
  if (!configuration.container.starts_with("iCloud.")) {
    mistakes.add("--cloudkit-container", "a container's name begins with iCloud.",
                 "give the name that CloudKit Console shows, such as iCloud.com.example.app");
  }
  if (!secrets.has("ASTRONOVA_DATA_KEYS")) {
    mistakes.add("ASTRONOVA_DATA_KEYS",
                 "it is not set, and the mirror in CloudKit holds sealed copies alone",
                 "set it, or leave --cloudkit-container out");
  }
  if (configuration.key_id.empty()) {
    mistakes.add("--cloudkit-key-id", "it is not set, and the mirror in CloudKit needs it",
                 "give the key's id, 64 hexadecimal digits, that CloudKit Console shows");
  }
  check_private_key(configuration.private_key_file, mistakes);
}

CloudKitService::CloudKitService(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
CloudKitService::~CloudKitService() = default;

Result<std::unique_ptr<CloudKitService>> CloudKitService::start(
    const CloudKitConfiguration& configuration, const std::string& ca_file,
    storage::Database& database, const storage::KeyRing& keys, const Clock& clock,
    const Randomness& randomness) {
  if (keys.empty()) {
    return missing(
        "the mirror in CloudKit holds sealed copies alone, and ASTRONOVA_DATA_KEYS is not set; "
        "set it, or leave --cloudkit-container out");
  }
  auto settings = cloudkit_settings(configuration);
  if (!settings) return settings.error();
  auto outbound = OutboundClient::start("cloudkit", ca_file, clock, randomness);
  if (!outbound) return outbound.error();
  auto cloud =
      clients::cloudkit::WebServices::make((*outbound)->http(), clock, *std::move(settings));
  if (!cloud) return cloud.error();
  auto parts =
      std::make_unique<Parts>(*std::move(outbound), *std::move(cloud), database, keys, clock);
  return std::unique_ptr<CloudKitService>(new CloudKitService(std::move(parts)));
}

clients::ResilientClient& CloudKitService::http() {
  return parts_->outbound->http();
}

}  // namespace astronova::app
