#pragma once

#include <string_view>

#include "accounts/sessions.h"

namespace astronova::accounts {

/// An account without a name, from the first minute: whoever asks is its guest, signed in. It
/// becomes a user's by the first way in that is linked to it (linking.h), with all it has.
/// errors  unavailable
Result<SignedIn> create_guest(const Foundations& foundations, Sessions& sessions,
                              std::string_view device_name);

}  // namespace astronova::accounts
