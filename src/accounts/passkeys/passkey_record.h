#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"

namespace astronova::accounts {

/// What is kept of a passkey, as the details of its identity; the identity's subject is the
/// credential's id in base64url.
struct PasskeyRecord {
  std::string public_key{};   ///< the COSE_Key, bytes
  std::string user_handle{};  ///< bytes; what the authenticator knows the person by
  std::uint32_t sign_count = 0;
  bool backup_eligible = false;
  bool backed_up = false;
  std::vector<std::string>
      transports{};                   ///< how the authenticator is reached: "internal", "usb" ...
  std::string authenticator_model{};  ///< the AAGUID in hexadecimal
  std::string name{};                 ///< of the person's choice; may be empty
  Instant created_at{};
  Instant last_used_at{};
};

std::string write_passkey_record(const PasskeyRecord& record);
/// Nothing for a text that is none.
std::optional<PasskeyRecord> read_passkey_record(std::string_view text);

}  // namespace astronova::accounts
