#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace astronova::accounts {

/// What a browser says of a ceremony (WebAuthn Level 3, 5.8.1).
struct ClientData {
  std::string type;       ///< "webauthn.create" or "webauthn.get"
  std::string challenge;  ///< in base64url
  std::string origin;
  bool cross_origin = false;  ///< in a frame of another site, or it names a top origin
};

/// Reads clientDataJSON, at most 16 KB.
/// errors  malformed
Result<ClientData> read_client_data(std::string_view json);

/// Whether it is of the ceremony of that type, on a page of one of those origins that is in no
/// frame of another site. errors  unauthenticated
Result<void> check_client_data(const ClientData& data, std::string_view type,
                               std::span<const std::string> origins);

}  // namespace astronova::accounts
