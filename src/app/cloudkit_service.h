#pragma once

#include <CLI/App.hpp>
#include <memory>
#include <string>

#include "app/settings/mistakes.h"
#include "app/settings/secrets.h"
#include "base/clock.h"
#include "base/randomness.h"
#include "base/result.h"
#include "clients/cloudkit/cloudkit_settings.h"
#include "clients/resilient_client.h"
#include "storage/database.h"
#include "storage/sealing.h"

namespace astronova::app {

/// The mirror in CloudKit; docs/CONFIGURATION.md has the same table.
struct CloudKitConfiguration {
  std::string container{};  ///< "iCloud.com.example.app"; empty: there is no mirror
  std::string key_id{};
  std::string private_key_file{};  ///< PEM
  std::string environment = "production";
  std::string address = "https://api.apple-cloudkit.com";

  bool is_on() const { return !container.empty(); }
};

/// Declares the flags and environment variables of `serve`.
void declare(CLI::App& command, CloudKitConfiguration& configuration);
/// Notes what is missing or cannot be used, as far as it is known without asking CloudKit.
void check(const CloudKitConfiguration& configuration, const Secrets& secrets, bool production,
           Mistakes& mistakes);

/// How CloudKit is asked.
/// errors  data_missing: what is missing or cannot be read, and how to mend it
Result<clients::cloudkit::CloudKitSettings> cloudkit_settings(
    const CloudKitConfiguration& configuration);

/// Mirrors people's records to CloudKit on a thread of its own: at once while there is something to
/// do, else every 5 seconds. When CloudKit is away it is asked again after 1 s, 2 s, 4 s and so on
/// up to 5 minutes, or when it wanted to be. Trouble is told in the log once, and once when it is
/// over.
class CloudKitService {
 public:
  /// `ca_file` has the authorities to trust in the place of the system's, if it is not empty. What
  /// is given must outlive it.
  /// errors  data_missing, invalid_value: what is missing or cannot be used, and how to mend it
  static Result<std::unique_ptr<CloudKitService>> start(const CloudKitConfiguration& configuration,
                                                        const std::string& ca_file,
                                                        storage::Database& database,
                                                        const storage::KeyRing& keys,
                                                        const Clock& clock,
                                                        const Randomness& randomness);
  /// Waits for a request that is under way, 8 seconds at most.
  ~CloudKitService();
  CloudKitService(const CloudKitService&) = delete;
  CloudKitService& operator=(const CloudKitService&) = delete;

  /// The way to CloudKit, for whoever reads its figures or watches it.
  clients::ResilientClient& http();

 private:
  struct Parts;
  explicit CloudKitService(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace astronova::app
