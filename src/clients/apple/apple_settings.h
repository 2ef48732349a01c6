#pragma once

#include <chrono>
#include <string>

namespace astronova::clients::apple {

/// Where Apple is, and how long it is waited for.
struct AppleSettings {
  std::string base_address = "https://appleid.apple.com";  ///< without a slash at its end
  std::chrono::milliseconds deadline{10'000};              ///< of one call
};

/// Who we are to Apple: a key made for Sign in with Apple in the developer account.
struct AppleCredentials {
  std::string team_id;      ///< ten characters
  std::string key_id;       ///< ten characters
  std::string private_key;  ///< the content of the .p8 file
};

}  // namespace astronova::clients::apple
