#pragma once

#include <chrono>
#include <string>

namespace astronova::clients::cloudkit {

/// A container, and the key that Apple knows it may be changed by (CloudKit Console, Tokens & Keys,
/// Server-to-Server Keys).
struct CloudKitSettings {
  std::string container;    ///< "iCloud.com.example.app"
  std::string key_id;       ///< 64 hexadecimal digits
  std::string private_key;  ///< PEM, by `openssl ecparam -name prime256v1 -genkey -noout`
  std::string environment = "production";  ///< or "development"
  /// The only one that Apple opens to such a key; "private" and "shared" are for other servers.
  std::string database = "public";
  std::string base_address = "https://api.apple-cloudkit.com";  ///< without a slash at its end
  std::chrono::milliseconds deadline{30'000};                   ///< of one call
};

}  // namespace astronova::clients::cloudkit
