#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "clients/apple/apple_settings.h"
#include "clients/apple/client_secret.h"
#include "clients/apple_grants.h"
#include "clients/http_client.h"

namespace astronova::clients::apple {

/// Apple's /auth/token and /auth/revoke.
class TokenService final : public AppleGrants {
 public:
  /// The client and the clock must outlive it.
  /// errors  data_missing (the credentials cannot be used)
  static Result<std::unique_ptr<TokenService>> make(HttpClient& http, const Clock& clock,
                                                    AppleSettings settings,
                                                    const AppleCredentials& credentials);

  Result<AppleGrant> exchange(const AppleAuthorization& authorization) override;
  Result<void> validate(std::string_view client_id, std::string_view refresh_token) override;
  Result<void> revoke(std::string_view client_id, std::string_view refresh_token) override;

 private:
  using Fields = std::vector<std::pair<std::string_view, std::string_view>>;

  TokenService(HttpClient& http, const Clock& clock, AppleSettings settings, ClientSecret secret);
  Result<HttpResponse> post(const char* path, std::string_view client_id, Fields fields,
                            bool idempotent);

  HttpClient& http_;
  const Clock& clock_;
  const AppleSettings settings_;
  const ClientSecret secret_;
};

}  // namespace astronova::clients::apple
