#pragma once

#include <CLI/App.hpp>
#include <memory>
#include <string>
#include <vector>

#include "api/people.h"
#include "base/randomness.h"
#include "base/result.h"
#include "clients/redis.h"
#include "http/admission.h"
#include "limits/client_address.h"
#include "limits/limit_figures.h"

namespace astronova::app {

/// How many requests clients may send; docs/CONFIGURATION.md has the same table.
struct LimitsConfiguration {
  std::string rules = "on";                    ///< as limits::Rules::parse reads them
  std::vector<std::string> trusted_proxies{};  ///< as limits::AddressRanges::parse reads them
  std::string without_redis = "local";         ///< or "open", or "closed"
  /// Of digests in Redis, the same for all servers; a secret, so no flag.
  std::string secret_key{};
};

/// Declares the flags and environment variables of `serve`.
void declare(CLI::App& command, LimitsConfiguration& configuration);

/// The limits, put together: in this process, or in Redis where there is one.
class LimitsService {
 public:
  /// What it stands on. All of it must outlive the service.
  struct Dependencies {
    clients::Redis* redis = nullptr;      ///< none: it is not configured
    const api::People* people = nullptr;  ///< none: there are no accounts
    const Randomness& randomness;
  };

  /// errors  invalid_value: the configuration says something impossible
  static Result<std::unique_ptr<LimitsService>> start(const LimitsConfiguration& configuration,
                                                      const Dependencies& dependencies);
  ~LimitsService();
  LimitsService(const LimitsService&) = delete;
  LimitsService& operator=(const LimitsService&) = delete;

  /// What the server asks; none: there are no limits.
  http::Admission* admission();
  /// Waits until all that was asked is decided: when the server has stopped, before it is
  /// destroyed.
  void settle();

  /// Whose X-Forwarded-For is believed, with limits and without.
  const limits::AddressRanges& trusted_proxies() const;
  /// None where there are no limits.
  const limits::LimitFigures* figures() const;

 private:
  struct Parts;
  explicit LimitsService(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace astronova::app
