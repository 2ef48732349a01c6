#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace astronova::accounts {

/// What a browser answers to registration options: a RegistrationResponseJSON (WebAuthn Level 3,
/// 5.1), with its binary members as bytes.
struct PasskeyRegistration {
  std::string id;
  std::string client_data;
  std::string attestation_object;
  std::vector<std::string> transports{};
};

/// What it answers to authentication options: an AuthenticationResponseJSON.
struct PasskeyAssertion {
  std::string id;
  std::string client_data;
  std::string authenticator_data;
  std::string signature;
  std::optional<std::string> user_handle{};
};

/// Members that are not needed are not looked at.
/// errors  invalid_value, with pointers to all that is wrong
Result<PasskeyRegistration> read_passkey_registration(const boost::json::value& json);
Result<PasskeyAssertion> read_passkey_assertion(const boost::json::value& json);

}  // namespace astronova::accounts
