#include "accounts/passkeys/ceremonies.h"

#include <utility>

#include "accounts/digest.h"
#include "accounts/passkeys/attestation.h"
#include "accounts/passkeys/authenticator_data.h"
#include "accounts/passkeys/client_data.h"
#include "accounts/passkeys/public_key.h"
#include "accounts/refusals.h"

namespace astronova::accounts {
namespace {

std::string hash_of(std::string_view bytes) {
  const auto hash = sha256(bytes);
  return {hash.begin(), hash.end()};
}

Result<void> check_page(const RelyingParty& party, std::string_view client_data,
                        std::string_view type) {
  const auto data = read_client_data(client_data);
  if (!data) return data.error();
  return check_client_data(*data, type, party.origins);
}

Result<void> check_authenticator(const RelyingParty& party, const AuthenticatorData& data) {
  if (data.relying_party_hash != hash_of(party.id))
    return unproved("The passkey is one for another site");
  if (!data.user_present) return unproved("Nobody touched the authenticator");
  if (party.require_user_verification && !data.user_verified)
    return unproved("The authenticator did not verify its user");
  return {};
}

bool went_back(std::uint32_t known, std::uint32_t told) {
  return (known != 0 || told != 0) && told <= known;
}

}  // namespace

Result<PasskeyRecord> check_registration(const RelyingParty& party,
                                         const PasskeyRegistration& registration) {
  const auto page = check_page(party, registration.client_data, "webauthn.create");
  if (!page) return page.error();
  const auto created =
      verify_attestation(registration.attestation_object, hash_of(registration.client_data));
  if (!created) return created.error();
  const auto checked = check_authenticator(party, created->authenticator);
  if (!checked) return checked.error();
  if (created->credential.id != registration.id)
    return unproved("The passkey's id is not the one that was attested");
  return PasskeyRecord{
      .public_key = std::string(created->credential.public_key),
      .sign_count = created->authenticator.sign_count,
      .backup_eligible = created->authenticator.backup_eligible,
      .backed_up = created->authenticator.backed_up,
      .transports = registration.transports,
      .authenticator_model = hexadecimal(bytes_of(created->credential.authenticator_model))};
}

Result<CheckedAssertion> check_assertion(const RelyingParty& party, PasskeyRecord record,
                                         const PasskeyAssertion& assertion) {
  const auto page = check_page(party, assertion.client_data, "webauthn.get");
  if (!page) return page.error();
  const auto data = read_authenticator_data(assertion.authenticator_data);
  if (!data) return data.error();
  const auto checked = check_authenticator(party, *data);
  if (!checked) return checked.error();
  if (data->backup_eligible != record.backup_eligible)
    return unproved("The passkey is of another kind than when it was registered");
  const auto key = PublicKey::read(record.public_key);
  if (!key) return key.error();
  const auto signed_bytes = assertion.authenticator_data + hash_of(assertion.client_data);
  if (!key->verifies(assertion.signature, signed_bytes))
    return unproved("The passkey's signature does not hold");
  const bool counter_went_back = went_back(record.sign_count, data->sign_count);
  record.sign_count = data->sign_count;
  record.backed_up = data->backed_up;
  return CheckedAssertion{std::move(record), counter_went_back};
}

}  // namespace astronova::accounts
