#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <openssl/evp.h>

#include "accounts/passkeys/public_key.h"

namespace astronova::testing {

/// CBOR, in the few forms that WebAuthn needs.
namespace cbor {
std::string head(unsigned major, std::uint64_t value);
std::string integer(std::int64_t value);
std::string bytes(std::string_view value);
std::string text(std::string_view value);
std::string array(const std::vector<std::string>& items);
std::string map(const std::vector<std::pair<std::string, std::string>>& members);
}  // namespace cbor

/// An authenticator with one passkey, and the browser around it. What it says is right, until a
/// test changes a member.
class Authenticator {
 public:
  explicit Authenticator(
      accounts::SignatureAlgorithm algorithm = accounts::SignatureAlgorithm::es256);

  std::string id = "a credential's id";
  std::string relying_party = "example.org";
  std::string origin = "https://example.org";
  std::string more_client_data;  ///< further members, with a comma before each
  std::string type;              ///< of the client data, where it is not to be the right one
  bool user_present = true;
  bool user_verified = true;
  bool backup_eligible = true;
  bool backed_up = true;
  std::uint32_t sign_count = 0;
  std::string format = "none";
  std::optional<std::int64_t> stated_algorithm;  ///< of a packed statement
  std::optional<std::string> statement;          ///< in the place of the right one, as CBOR
  std::string key;                               ///< in the place of the right COSE_Key
  std::optional<std::string> user_handle;
  bool spoil_signature = false;

  /// A RegistrationResponseJSON, and an AuthenticationResponseJSON.
  boost::json::object create(std::string_view challenge) const;
  boost::json::object get(std::string_view challenge) const;

  std::string cose_key() const;
  std::string sign(std::string_view bytes) const;
  std::string authenticator_data(bool with_credential) const;

 private:
  std::string client_data(std::string_view type, std::string_view challenge) const;
  std::string attestation_object(std::string_view client_data) const;

  accounts::SignatureAlgorithm algorithm_;
  std::shared_ptr<EVP_PKEY> private_key_;
};

}  // namespace astronova::testing
