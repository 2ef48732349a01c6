#include "accounts/passkeys/options.h"

#include "accounts/base64url.h"
#include "accounts/digest.h"
#include "accounts/passkeys/public_key.h"
#include "base/json_writer.h"

namespace astronova::accounts {
namespace {

void write_known(JsonWriter& json, std::span<const KnownPasskey> known) {
  json.begin_array();
  for (const auto& passkey : known) {
    json.begin_object().member("type", "public-key").member("id", passkey.id);
    json.key("transports").begin_array();
    for (const auto& transport : passkey.transports)
      json.string(transport);
    json.end_array().end_object();
  }
  json.end_array();
}

const char* user_verification(const RelyingParty& party) {
  return party.require_user_verification ? "required" : "preferred";
}

// In the order that the standard proposes (5.4, pubKeyCredParams).
void write_algorithms(JsonWriter& json) {
  json.begin_array();
  for (const auto algorithm :
       {SignatureAlgorithm::eddsa, SignatureAlgorithm::es256, SignatureAlgorithm::rs256}) {
    json.begin_object()
        .member("type", "public-key")
        .member("alg", static_cast<std::int64_t>(algorithm))
        .end_object();
  }
  json.end_array();
}

}  // namespace

std::string write_creation_options(const RelyingParty& party, const CreationOptions& options) {
  std::string text;
  JsonWriter json(text);
  json.begin_object();
  json.key("rp").begin_object().member("id", party.id).member("name", party.name).end_object();
  json.key("user")
      .begin_object()
      .member("id", encode_base64url(bytes_of(options.user_handle)))
      .member("name", options.user_name)
      .member("displayName", options.user_name)
      .end_object();
  json.member("challenge", options.challenge);
  json.key("pubKeyCredParams");
  write_algorithms(json);
  json.member("timeout", options.timeout.count());
  json.key("excludeCredentials");
  write_known(json, options.known);
  json.key("authenticatorSelection")
      .begin_object()
      .member("residentKey", "preferred")
      .member("requireResidentKey", false)
      .member("userVerification", user_verification(party))
      .end_object();
  json.member("attestation", "none").end_object();
  return text;
}

std::string write_request_options(const RelyingParty& party, std::string_view challenge,
                                  std::span<const KnownPasskey> allowed,
                                  std::chrono::milliseconds timeout) {
  std::string text;
  JsonWriter json(text);
  json.begin_object()
      .member("challenge", challenge)
      .member("timeout", timeout.count())
      .member("rpId", party.id);
  json.key("allowCredentials");
  write_known(json, allowed);
  json.member("userVerification", user_verification(party)).end_object();
  return text;
}

}  // namespace astronova::accounts
