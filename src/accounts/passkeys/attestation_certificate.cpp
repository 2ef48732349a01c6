#include "accounts/passkeys/attestation_certificate.h"

#include <memory>
#include <string>

#include <openssl/asn1.h>
#include <openssl/objects.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "accounts/digest.h"

namespace astronova::accounts {
namespace {

struct ReleaseCertificate {
  void operator()(X509* certificate) const { X509_free(certificate); }
};
using Certificate = std::unique_ptr<X509, ReleaseCertificate>;

struct ReleaseObject {
  void operator()(ASN1_OBJECT* object) const { ASN1_OBJECT_free(object); }
};
using Object = std::unique_ptr<ASN1_OBJECT, ReleaseObject>;

constexpr const char* model_extension = "1.3.6.1.4.1.45724.1.1.4";  // id-fido-gen-ce-aaguid

std::string_view view_of(const ASN1_STRING* text) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
          static_cast<std::size_t>(ASN1_STRING_length(text))};
}

// The first entry of that kind in the subject's name, "" when there is none.
std::string_view subject_entry(const X509* certificate, int kind) {
  const auto* name = X509_get_subject_name(certificate);
  const int index = X509_NAME_get_index_by_NID(name, kind, -1);
  if (index < 0) return {};
  return view_of(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, index)));
}

bool has_the_subject(const X509* certificate) {
  return subject_entry(certificate, NID_countryName).size() == 2 &&
         !subject_entry(certificate, NID_organizationName).empty() &&
         !subject_entry(certificate, NID_commonName).empty() &&
         subject_entry(certificate, NID_organizationalUnitName) == "Authenticator Attestation";
}

// The extension holds an octet string of its own, of 16 bytes.
bool names_another_model(const X509* certificate, std::string_view model) {
  const Object kind(OBJ_txt2obj(model_extension, 1));
  const int index = X509_get_ext_by_OBJ(certificate, kind.get(), -1);
  if (index < 0) return false;
  auto* extension = X509_get_ext(certificate, index);
  if (X509_EXTENSION_get_critical(extension) != 0) return true;
  return view_of(X509_EXTENSION_get_data(extension)) != std::string("\x04\x10").append(model);
}

}  // namespace

Result<PublicKey> attestation_key(std::string_view certificate, std::string_view model,
                                  SignatureAlgorithm algorithm) {
  const auto* next = bytes_of(certificate).data();
  const auto* const end = next + certificate.size();
  const Certificate parsed(d2i_X509(nullptr, &next, static_cast<long>(certificate.size())));
  if (!parsed || next != end)
    return Error{ErrorCode::malformed, "The attestation's certificate cannot be read", {}};
  const bool of_version_3 = X509_get_version(parsed.get()) == X509_VERSION_3;
  const bool of_an_authority = X509_check_ca(parsed.get()) != 0;
  if (!of_version_3 || of_an_authority || !has_the_subject(parsed.get()) ||
      names_another_model(parsed.get(), model)) {
    return Error{ErrorCode::invalid_value, "The attestation's certificate is none of these", {}};
  }
  return PublicKey::of_certificate(*parsed, algorithm);
}

}  // namespace astronova::accounts
