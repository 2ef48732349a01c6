#include "accounts/passkeys/attestation.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "accounts/passkeys/attestation_certificate.h"
#include "accounts/passkeys/cbor.h"
#include "accounts/refusals.h"

namespace astronova::accounts {
namespace {

constexpr std::size_t bytes_max = 65'536;

Error malformed() {
  return {ErrorCode::malformed, "attestationObject is not as WebAuthn has it", {}};
}

Error broken() {
  return unproved("The attestation of the passkey does not hold");
}

std::optional<SignatureAlgorithm> algorithm_of(std::int64_t number) {
  for (const auto known :
       {SignatureAlgorithm::es256, SignatureAlgorithm::eddsa, SignatureAlgorithm::rs256})
    if (static_cast<std::int64_t>(known) == number) return known;
  return std::nullopt;
}

struct PackedStatement {
  SignatureAlgorithm algorithm;
  std::string_view signature;
  const CborArray* certificates;  // nullptr: self attestation
};

Result<PackedStatement> read_packed(const CborMap& statement) {
  const auto* number = statement.integer("alg");
  const auto* signature = statement.bytes("sig");
  if (number == nullptr || signature == nullptr) return malformed();
  const auto algorithm = algorithm_of(*number);
  if (!algorithm) return broken();
  const auto* certificates = statement.array("x5c");
  if (statement.find("x5c") != nullptr && certificates == nullptr) return malformed();
  return PackedStatement{*algorithm, signature->bytes, certificates};
}

Result<void> verify_packed(const CborMap& map, std::string_view signed_bytes,
                           const AttestedCredential& credential, const PublicKey& key) {
  const auto statement = read_packed(map);
  if (!statement) return statement.error();
  if (statement->certificates == nullptr) {
    const bool holds =
        statement->algorithm == key.algorithm() && key.verifies(statement->signature, signed_bytes);
    if (!holds) return broken();
    return {};
  }
  const auto* first = statement->certificates->empty()
                          ? nullptr
                          : std::get_if<CborBytes>(&statement->certificates->front().value);
  if (first == nullptr) return malformed();
  const auto certificate_key =
      attestation_key(first->bytes, credential.authenticator_model, statement->algorithm);
  if (!certificate_key || !certificate_key->verifies(statement->signature, signed_bytes))
    return broken();
  return {};
}

}  // namespace

Result<NewCredential> verify_attestation(std::string_view attestation_object,
                                         std::string_view client_data_hash) {
  if (attestation_object.size() > bytes_max) return malformed();
  const auto value = take_cbor(attestation_object);
  const auto* map = value ? std::get_if<CborMap>(&value->value) : nullptr;
  if (map == nullptr || !attestation_object.empty()) return malformed();
  const auto* format = map->text("fmt");
  const auto* statement = map->map("attStmt");
  const auto* bytes = map->bytes("authData");
  if (format == nullptr || statement == nullptr || bytes == nullptr) return malformed();
  const auto authenticator = read_authenticator_data(bytes->bytes);
  if (!authenticator) return authenticator.error();
  if (!authenticator->credential) return malformed();
  const auto& credential = *authenticator->credential;
  const auto key = PublicKey::read(credential.public_key);
  if (!key) return key.error();
  if (format->text == "none") {
    if (!statement->empty()) return broken();
  } else if (format->text == "packed") {
    const auto signed_bytes = std::string(bytes->bytes).append(client_data_hash);
    const auto verified = verify_packed(*statement, signed_bytes, credential, *key);
    if (!verified) return verified.error();
  } else {
    return Error{ErrorCode::invalid_value,
                 "Attestations are taken in the formats none and packed only; ask for a passkey "
                 "with attestation \"none\"",
                 {}};
  }
  return NewCredential{*authenticator, credential, key->algorithm()};
}

}  // namespace astronova::accounts
