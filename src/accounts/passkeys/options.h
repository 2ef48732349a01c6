#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/passkeys/ceremonies.h"

namespace astronova::accounts {

/// A passkey that a browser is told of.
struct KnownPasskey {
  std::string id;  ///< in base64url
  std::vector<std::string> transports{};
};

struct CreationOptions {
  std::string challenge;    ///< in base64url
  std::string user_handle;  ///< bytes
  std::string user_name;
  std::vector<KnownPasskey> known{};  ///< of the account: none of these authenticators again
  std::chrono::milliseconds timeout{};
};

/// PublicKeyCredentialCreationOptionsJSON and PublicKeyCredentialRequestOptionsJSON (WebAuthn
/// Level 3, 5.1.8 and 5.1.9).
std::string write_creation_options(const RelyingParty& party, const CreationOptions& options);
std::string write_request_options(const RelyingParty& party, std::string_view challenge,
                                  std::span<const KnownPasskey> allowed,
                                  std::chrono::milliseconds timeout);

}  // namespace astronova::accounts
