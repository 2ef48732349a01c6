#pragma once

#include <string_view>

#include "accounts/passkeys/authenticator_data.h"
#include "accounts/passkeys/public_key.h"
#include "base/result.h"

namespace astronova::accounts {

/// A new credential whose attestation is in order. Views into what was read.
struct NewCredential {
  AuthenticatorData authenticator;
  AttestedCredential credential;
  SignatureAlgorithm algorithm = SignatureAlgorithm::es256;
};

/// Reads an attestation object (WebAuthn Level 3, 6.5), at most 64 KB, and verifies its statement.
///
/// We ask browsers for none, and `none` is taken. `packed` (8.2) is verified: self attestation by
/// the credential's own key; one with a certificate by that certificate, which has to be as 8.2.1
/// has it. Who issued the certificate is not assessed: such a credential counts for as much as one
/// without attestation, which 7.1 leaves to us. Statements of other formats cannot be verified
/// here, and 7.1 takes none that was not: they are refused.
///
/// `client_data_hash` is the SHA-256 of clientDataJSON.
/// errors  malformed, invalid_value (a key or a format that is not taken), unauthenticated (the
///         statement does not hold)
Result<NewCredential> verify_attestation(std::string_view attestation_object,
                                         std::string_view client_data_hash);

}  // namespace astronova::accounts
