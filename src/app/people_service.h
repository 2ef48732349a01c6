#pragma once

#include <CLI/App.hpp>
#include <memory>
#include <string>

#include "api/people.h"
#include "app/apple_service.h"
#include "app/cloudkit_service.h"
#include "base/clock.h"
#include "base/randomness.h"
#include "base/result.h"

namespace astronova::app {

/// Accounts and what people keep; docs/CONFIGURATION.md has the same table.
struct PeopleConfiguration {
  bool accounts = true;        ///< whether there are any: a server without them only computes
  bool production = false;     ///< refuses what is only fit for trying out
  std::string database_url{};  ///< of PostgreSQL; empty: SQLite, in the data directory
  std::string passkey_domain = "localhost";
  /// None: https://DOMAIN, or http://localhost:PORT and the same with https.
  std::vector<std::string> passkey_origins{};
  AppleConfiguration apple{};
  CloudKitConfiguration cloudkit{};
  Secrets secrets{};  ///< JWT_SECRET_KEY and ASTRONOVA_DATA_KEYS are used
};

/// Declares the flags and environment variables of `serve`.
void declare(CLI::App& command, PeopleConfiguration& configuration);
/// Notes what stands against accounts and their vendors, as far as it is known without asking
/// them. Without accounts nothing of it is used, and nothing noted.
void check(const PeopleConfiguration& configuration, const Secrets& secrets, Mistakes& mistakes);

/// All that the routes of accounts and records work with, opened and put together.
class PeopleService {
 public:
  /// Tells the log what an operator should know: keys that are missing, a secret that was made.
  /// `port` is the server's. The clock and the randomness must outlive it.
  /// errors  data_missing, unavailable, conflict: what stands against starting, and how to mend it
  static Result<std::unique_ptr<PeopleService>> open(const PeopleConfiguration& configuration,
                                                     const std::string& data_directory,
                                                     std::uint16_t port, const Clock& clock,
                                                     const Randomness& randomness);
  ~PeopleService();
  PeopleService(const PeopleService&) = delete;
  PeopleService& operator=(const PeopleService&) = delete;

  const api::People& people() const;
  storage::Database& database();
  /// What access tokens are signed with, for whoever derives another secret of it.
  const std::string& token_secret() const;
  /// The ways to the vendors that are configured, for whoever reads their figures or watches them.
  std::vector<clients::ResilientClient*> vendors();

 private:
  struct Parts;
  explicit PeopleService(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace astronova::app
