#include "accounts/passkeys/attestation_certificate.h"

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace astronova::accounts {
namespace {

const std::string model(16, 'm');

void check(bool done) {
  if (!done) throw std::runtime_error("OpenSSL failed in a test");
}

// A certificate as WebAuthn Level 3, 8.2.1 has it, until a test changes a member.
struct Description {
  int version = X509_VERSION_3;
  std::vector<std::pair<std::string, std::string>> subject{
      {"C", "AA"}, {"O", "Example"}, {"OU", "Authenticator Attestation"}, {"CN", "Model 1"}};
  std::string basic_constraints = "critical,CA:FALSE";
  std::string model_extension{};  // DER
  bool model_is_critical = false;
  std::string key_type = "P-256";
};

std::shared_ptr<EVP_PKEY> new_key(const std::string& type) {
  EVP_PKEY* key = type == "RSA"       ? EVP_RSA_gen(2'048)
                  : type == "ED25519" ? EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")
                                      : EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", type.c_str());
  return {key, [](EVP_PKEY* made) { EVP_PKEY_free(made); }};
}

void add_extension(X509* certificate, X509_EXTENSION* extension) {
  check(extension != nullptr && X509_add_ext(certificate, extension, -1) == 1);
  X509_EXTENSION_free(extension);
}

void add_model(X509* certificate, const Description& description) {
  auto* kind = OBJ_txt2obj("1.3.6.1.4.1.45724.1.1.4", 1);
  auto* value = ASN1_OCTET_STRING_new();
  check(ASN1_OCTET_STRING_set(
            value, reinterpret_cast<const unsigned char*>(description.model_extension.data()),
            static_cast<int>(description.model_extension.size())) == 1);
  add_extension(certificate, X509_EXTENSION_create_by_OBJ(
                                 nullptr, kind, description.model_is_critical ? 1 : 0, value));
  ASN1_OCTET_STRING_free(value);
  ASN1_OBJECT_free(kind);
}

std::string certificate(const Description& description) {
  const auto key = new_key(description.key_type);
  const std::unique_ptr<X509, decltype(&X509_free)> made(X509_new(), &X509_free);
  X509_set_version(made.get(), description.version);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), 0);
  X509_gmtime_adj(X509_getm_notAfter(made.get()), 3'600);
  auto* subject = X509_get_subject_name(made.get());
  for (const auto& [name, value] : description.subject) {
    check(X509_NAME_add_entry_by_txt(subject, name.c_str(), MBSTRING_UTF8,
                                     reinterpret_cast<const unsigned char*>(value.data()),
                                     static_cast<int>(value.size()), -1, 0) == 1);
  }
  X509_set_issuer_name(made.get(), subject);
  X509_set_pubkey(made.get(), key.get());
  if (description.version != X509_VERSION_1) {
    add_extension(made.get(), X509V3_EXT_conf_nid(nullptr, nullptr, NID_basic_constraints,
                                                  description.basic_constraints.c_str()));
    if (!description.model_extension.empty()) add_model(made.get(), description);
  }
  const auto* digest = description.key_type == "ED25519" ? nullptr : EVP_sha256();
  check(X509_sign(made.get(), key.get(), digest) > 0);
  unsigned char* bytes = nullptr;
  const int size = i2d_X509(made.get(), &bytes);
  check(size > 0);
  std::string der(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(size));
  OPENSSL_free(bytes);
  return der;
}

bool is_taken(const Description& description,
              SignatureAlgorithm algorithm = SignatureAlgorithm::es256) {
  return attestation_key(certificate(description), model, algorithm).has_value();
}

Description without(const std::string& name) {
  Description description;
  std::erase_if(description.subject, [&name](const auto& entry) { return entry.first == name; });
  return description;
}

TEST(AttestationCertificates, TheRightOneIsTaken) {
  EXPECT_TRUE(is_taken({}));
}

TEST(AttestationCertificates, TheSubjectSaysWhoAndWhatFor) {
  for (const auto* name : {"C", "O", "OU", "CN"})
    EXPECT_FALSE(is_taken(without(name))) << name;
  auto another_unit = without("OU");
  another_unit.subject.emplace_back("OU", "Something Else");
  EXPECT_FALSE(is_taken(another_unit));
}

TEST(AttestationCertificates, AnAuthoritysCertificateAttestsNothing) {
  EXPECT_FALSE(is_taken({.basic_constraints = "critical,CA:TRUE"}));
}

TEST(AttestationCertificates, AnOlderVersionAttestsNothing) {
  EXPECT_FALSE(is_taken({.version = X509_VERSION_1}));
  EXPECT_FALSE(is_taken({.version = X509_VERSION_2}));
}

TEST(AttestationCertificates, AModelThatIsNamedIsTheOneThatAnswers) {
  EXPECT_TRUE(is_taken({.model_extension = "\x04\x10" + model}));
  EXPECT_FALSE(is_taken({.model_extension = "\x04\x10" + std::string(16, 'x')}));
  EXPECT_FALSE(is_taken({.model_extension = model}));
  EXPECT_FALSE(is_taken({.model_extension = "\x04\x10" + model, .model_is_critical = true}));
}

TEST(AttestationCertificates, TheKeyIsForTheAlgorithm) {
  using enum SignatureAlgorithm;
  const std::pair<const char*, SignatureAlgorithm> kinds[] = {
      {"P-256", es256}, {"ED25519", eddsa}, {"RSA", rs256}, {"P-384", es256}};
  for (const auto& [type, right] : kinds) {
    for (const auto algorithm : {es256, eddsa, rs256}) {
      const bool fits = algorithm == right && std::string(type) != "P-384";
      EXPECT_EQ(is_taken({.key_type = type}, algorithm), fits)
          << type << ' ' << static_cast<int>(algorithm);
    }
  }
}

TEST(AttestationCertificates, WhatIsNoneIsMalformed) {
  const auto right = certificate({});
  for (const auto& bytes : {std::string(), std::string("x"), right + "x", right.substr(1),
                            right.substr(0, right.size() - 1)}) {
    const auto key = attestation_key(bytes, model, SignatureAlgorithm::es256);
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error().code, ErrorCode::malformed);
  }
}

}  // namespace
}  // namespace astronova::accounts
