#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace astronova::accounts {

/// A credential as the authenticator that made it describes it. Views into what was read.
struct AttestedCredential {
  std::string_view authenticator_model;  ///< the AAGUID, 16 bytes; zeros: not told
  std::string_view id;                   ///< 1 to 1,023 bytes
  std::string_view public_key;           ///< a COSE_Key, not looked at yet
};

/// What an authenticator says of a ceremony (WebAuthn Level 3, 6.1). Views into what was read.
struct AuthenticatorData {
  std::string_view relying_party_hash;  ///< SHA-256 of the relying party's id
  bool user_present = false;
  bool user_verified = false;
  bool backup_eligible = false;  ///< the key can leave the authenticator
  bool backed_up = false;
  std::uint32_t sign_count = 0;  ///< 0 where the authenticator counts nothing
  std::optional<AttestedCredential> credential{};
};

/// Reads all of `bytes`: what the flags announce is there, and nothing else; extensions are a CBOR
/// map, whose contents nobody here asked for. A key that is backed up without being eligible is
/// refused, as the standard tells.
/// errors  malformed
Result<AuthenticatorData> read_authenticator_data(std::string_view bytes);

}  // namespace astronova::accounts
