#pragma once

#include <CLI/App.hpp>
#include <memory>
#include <string>
#include <vector>

#include "accounts/account_deletion.h"
#include "accounts/sessions.h"
#include "api/people.h"
#include "app/settings/mistakes.h"
#include "base/result.h"
#include "clients/resilient_client.h"

namespace astronova::app {

/// Sign in with Apple; docs/CONFIGURATION.md has the same table.
struct AppleConfiguration {
  std::vector<std::string> client_ids{};  ///< bundle ids and Services IDs; none: it is off
  std::string team_id{};
  std::string key_id{};
  std::string private_key_file{};  ///< the .p8 file
  std::string address = "https://appleid.apple.com";
  std::string ca_file{};  ///< of authorities to trust in the place of the system's

  bool is_on() const { return !client_ids.empty(); }
};

/// Declares the flags and environment variables of `serve`.
void declare(CLI::App& command, AppleConfiguration& configuration);
/// Notes what is missing or cannot be used, as far as it is known without asking Apple.
void check(const AppleConfiguration& configuration, bool production, Mistakes& mistakes);

/// Apple's keys and grants, and what stands on them, put together.
class AppleService {
 public:
  /// What is given must outlive it.
  /// errors  data_missing: what is missing or cannot be used, and how to mend it
  static Result<std::unique_ptr<AppleService>> open(const AppleConfiguration& configuration,
                                                    const accounts::Foundations& foundations,
                                                    accounts::Sessions& sessions);
  ~AppleService();
  AppleService(const AppleService&) = delete;
  AppleService& operator=(const AppleService&) = delete;

  const api::Apple& routes() const;
  const accounts::AccountDeletion& deletion() const;
  /// The way to Apple, for whoever reads its figures or watches it.
  clients::ResilientClient& http();

 private:
  struct Parts;
  explicit AppleService(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace astronova::app
