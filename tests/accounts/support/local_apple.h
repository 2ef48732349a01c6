#pragma once

#include <atomic>
#include <boost/json/object.hpp>
#include <map>
#include <string>
#include <vector>

#include "accounts/apple_tokens.h"
#include "clients/apple_grants.h"
#include "clients/apple_keys.h"
#include "tests/accounts/support/accounts_fixture.h"
#include "tests/accounts/support/forged_token.h"

namespace astronova::testing {

class LocalAppleKeys final : public clients::AppleKeys {
 public:
  Result<std::string> key(std::string_view kid) override;

  std::map<std::string, std::string, std::less<>> published;
  bool away = false;
};

class LocalAppleGrants final : public clients::AppleGrants {
 public:
  Result<clients::AppleGrant> exchange(const clients::AppleAuthorization& authorization) override;
  Result<void> validate(std::string_view client_id, std::string_view refresh_token) override;
  Result<void> revoke(std::string_view client_id, std::string_view refresh_token) override;

  /// What codes are good for.
  std::map<std::string, clients::AppleGrant, std::less<>> codes;
  std::vector<std::string> revoked;  ///< client id, a space, refresh token
  std::atomic<int> revocations_tried = 0;
  std::optional<ErrorCode> failure;
};

/// Apple, with a key of its own, and what of ours listens to it.
class AppleFixture : public AccountsFixture {
 protected:
  AppleFixture();

  /// Claims of an identity token that is right for "ann", but for those given; null leaves out.
  boost::json::object identity_claims(const boost::json::object& others = {}) const;
  std::string identity_token(const boost::json::object& others = {}) const;
  /// A notification with one event about "ann", as Apple writes it.
  std::string notification(const std::string& type, const boost::json::object& others = {}) const;

  static const RsaKey& apple_key();

  LocalAppleKeys keys;
  LocalAppleGrants grants;
  accounts::AppleTokens apple{keys, {.client_ids = {"org.example.app", "org.example.web"}}, clock};
};

}  // namespace astronova::testing
