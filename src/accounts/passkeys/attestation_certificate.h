#pragma once

#include <string_view>

#include "accounts/passkeys/public_key.h"
#include "base/result.h"

namespace astronova::accounts {

/// The key of an attestation certificate (DER) that is as WebAuthn Level 3, 8.2.1 has it: of X.509
/// version 3, of no certification authority, with a country, an organisation, a common name and the
/// unit "Authenticator Attestation"; and that names, if any, the authenticator model given. Who
/// issued it is not looked at.
/// errors  malformed, invalid_value
Result<PublicKey> attestation_key(std::string_view certificate, std::string_view model,
                                  SignatureAlgorithm algorithm);

}  // namespace astronova::accounts
