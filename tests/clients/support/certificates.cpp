#include "tests/clients/support/certificates.h"

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace astronova::testing {
namespace {

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
  void operator()(FILE* file) const { std::fclose(file); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Certificate = std::unique_ptr<X509, Free>;

constexpr long day = 24 * 60 * 60;

void extend(X509* certificate, int which, const std::string& value) {
  const std::unique_ptr<X509_EXTENSION, Free> extension{
      X509V3_EXT_conf_nid(nullptr, nullptr, which, value.c_str())};
  if (!extension || X509_add_ext(certificate, extension.get(), -1) != 1)
    throw std::runtime_error("no certificate extension " + value);
}

struct Wish {
  std::string name;
  std::string alternative_name{};  ///< empty: it is an authority
  long days = 2;
};

Certificate make(const Wish& wish, EVP_PKEY* key, X509* issuer, EVP_PKEY* issuer_key) {
  static long serial = 0;
  Certificate made{X509_new()};
  X509_set_version(made.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), -2 * day);
  X509_gmtime_adj(X509_getm_notAfter(made.get()), wish.days * day);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(wish.name.c_str()), -1, -1, 0);
  X509_set_issuer_name(made.get(), X509_get_subject_name(issuer ? issuer : made.get()));
  X509_set_pubkey(made.get(), key);
  if (wish.alternative_name.empty())
    extend(made.get(), NID_basic_constraints, "critical,CA:TRUE");
  else
    extend(made.get(), NID_subject_alt_name, wish.alternative_name);
  if (X509_sign(made.get(), issuer_key, EVP_sha256()) == 0)
    throw std::runtime_error("no certificate of " + wish.name);
  return made;
}

void write(const std::string& path, X509* certificate) {
  const std::unique_ptr<FILE, Free> file{std::fopen(path.c_str(), "w")};
  PEM_write_X509(file.get(), certificate);
}

}  // namespace

Certificates::Certificates() {
  std::string place = std::filesystem::temp_directory_path() / "astronova-certificates-XXXXXX";
  if (!mkdtemp(place.data())) throw std::runtime_error("no folder for certificates");
  folder_ = place;

  const Key key{EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")};
  const Key authority_key{EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")};
  const auto root = make({"authority"}, authority_key.get(), nullptr, authority_key.get());
  const auto issue = [&](const Wish& wish) {
    return make(wish, key.get(), root.get(), authority_key.get());
  };
  write(authority(), root.get());
  write(other_authority(), make({"other authority"}, key.get(), nullptr, key.get()).get());
  write(good(), issue({"good", "IP:127.0.0.1"}).get());
  write(other_name(), issue({"other name", "DNS:elsewhere.test"}).get());
  write(expired(), issue({"expired", "IP:127.0.0.1", -1}).get());
  const std::unique_ptr<FILE, Free> file{std::fopen(key_file().c_str(), "w")};
  PEM_write_PrivateKey(file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
}

Certificates::~Certificates() {
  std::filesystem::remove_all(folder_);
}

}  // namespace astronova::testing
