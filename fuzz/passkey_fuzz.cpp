// Any answer of a passkey: an attestation object, authenticator data, client data, a COSE key, a
// certificate or a kept record, each of any bytes; never a crash, and nothing that is taken without
// a signature that holds.

#include <array>
#include <boost/json/parse.hpp>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "accounts/passkeys/attestation.h"
#include "accounts/passkeys/attestation_certificate.h"
#include "accounts/passkeys/authenticator_data.h"
#include "accounts/passkeys/ceremonies.h"
#include "accounts/passkeys/client_data.h"
#include "accounts/passkeys/passkey_answer.h"
#include "accounts/passkeys/passkey_record.h"
#include "accounts/passkeys/public_key.h"

namespace {

using namespace astronova::accounts;

const RelyingParty party{
    .id = "example.org", .name = "Example", .origins = {"https://example.org"}};

// P-256's base point: a key that nobody has the private half of.
constexpr std::string_view nobodys_key(
    "\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20"
    "\x6b\x17\xd1\xf2\xe1\x2c\x42\x47\xf8\xbc\xe6\xe5\x63\xa4\x40\xf2"
    "\x77\x03\x7d\x81\x2d\xeb\x33\xa0\xf4\xa1\x39\x45\xd8\x98\xc2\x96"
    "\x22\x58\x20"
    "\x4f\xe3\x42\xe2\xfe\x1a\x7f\x9b\x8e\xe7\xeb\x4a\x7c\x0f\x9e\x16"
    "\x2b\xce\x33\x57\x6b\x31\x5e\xce\xcb\xb6\x40\x68\x37\xbf\x51\xf5",
    77);

void read_parts(std::string_view bytes) {
  (void)read_client_data(bytes);
  (void)read_passkey_record(bytes);
  (void)attestation_key(bytes, std::string(16, '\0'), SignatureAlgorithm::es256);
  if (const auto key = PublicKey::read(bytes)) (void)key->verifies(bytes, bytes);
  const auto data = read_authenticator_data(bytes);
  if (data && data->credential && data->credential->id.empty()) std::abort();
  boost::system::error_code failure;
  const auto json = boost::json::parse(bytes, failure);
  if (failure) return;
  (void)read_passkey_registration(json);
  (void)read_passkey_assertion(json);
}

void answer(std::string_view bytes) {
  const auto half = bytes.size() / 2;
  const std::string first(bytes.substr(0, half));
  const std::string second(bytes.substr(half));
  (void)verify_attestation(bytes, std::string(32, '\0'));
  (void)check_registration(party, {.id = "id", .client_data = first, .attestation_object = second});
  const auto checked = check_assertion(party, {.public_key = std::string(nobodys_key)},
                                       {.id = "id",
                                        .client_data = R"({"type":"webauthn.get","challenge":"c",)"
                                                       R"("origin":"https://example.org"})",
                                        .authenticator_data = first,
                                        .signature = second});
  if (checked) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  read_parts(bytes);
  answer(bytes);
  return 0;
}
