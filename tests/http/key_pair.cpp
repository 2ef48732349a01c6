#include "tests/http/key_pair.h"

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace astronova::http {
namespace {

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
  void operator()(FILE* file) const { std::fclose(file); }
};

constexpr long day = 24 * 60 * 60;
constexpr const char* certificate_name = "tls.crt";
constexpr const char* key_name = "tls.key";
constexpr const char* link_name = "..data";

void check(bool is_done) {
  if (!is_done) throw std::runtime_error("no certificate");
}

std::unique_ptr<X509, Free> certify(EVP_PKEY* key, const CertificateWish& wish) {
  std::unique_ptr<X509, Free> made(X509_new());
  X509_set_version(made.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), wish.serial);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), wish.first_day * day);
  X509_gmtime_adj(X509_getm_notAfter(made.get()), wish.last_day * day);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
  X509_set_issuer_name(made.get(), X509_get_subject_name(made.get()));
  X509_set_pubkey(made.get(), key);
  const std::unique_ptr<X509_EXTENSION, Free> names(
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1"));
  check(names && X509_add_ext(made.get(), names.get(), -1) == 1);
  check(X509_sign(made.get(), key, EVP_sha256()) != 0);
  return made;
}

std::unique_ptr<FILE, Free> open(const std::string& path) {
  std::unique_ptr<FILE, Free> file(std::fopen(path.c_str(), "w"));
  check(file != nullptr);
  return file;
}

}  // namespace

void write_key_pair(const TlsOptions& files, const CertificateWish& wish) {
  const std::unique_ptr<EVP_PKEY, Free> key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
  check(PEM_write_X509(open(files.certificate_file).get(), certify(key.get(), wish).get()) == 1);
  check(PEM_write_PrivateKey(open(files.key_file).get(), key.get(), nullptr, nullptr, 0, nullptr,
                             nullptr) == 1);
}

void lock_with_passphrase(const std::string& key_file) {
  const std::unique_ptr<FILE, Free> file(std::fopen(key_file.c_str(), "r+"));
  check(file != nullptr);
  const std::unique_ptr<EVP_PKEY, Free> key(
      PEM_read_PrivateKey(file.get(), nullptr, nullptr, nullptr));
  std::rewind(file.get());
  check(PEM_write_PKCS8PrivateKey(file.get(), key.get(), EVP_aes_256_cbc(), "secret", 6, nullptr,
                                  nullptr) == 1);
}

KeyFolder::KeyFolder(const CertificateWish& wish) {
  std::string place = std::filesystem::temp_directory_path() / "astronova-keys-XXXXXX";
  check(mkdtemp(place.data()) != nullptr);
  path_ = place;
  files.certificate_file = path_ / certificate_name;
  files.key_file = path_ / key_name;
  files.look_again = std::chrono::milliseconds(5);
  for (const char* name : {certificate_name, key_name})
    std::filesystem::create_symlink(std::filesystem::path(link_name) / name, path_ / name);
  replace(wish);
}

KeyFolder::~KeyFolder() {
  std::filesystem::remove_all(path_);
}

void KeyFolder::replace(const CertificateWish& wish,
                        const std::function<void(const TlsOptions& files)>& spoil) {
  const auto version = "..version" + std::to_string(++versions_);
  std::filesystem::create_directory(path_ / version);
  TlsOptions fresh;
  fresh.certificate_file = path_ / version / certificate_name;
  fresh.key_file = path_ / version / key_name;
  write_key_pair(fresh, wish);
  if (spoil) spoil(fresh);
  std::filesystem::create_symlink(version, path_ / "..next");
  std::filesystem::rename(path_ / "..next", path_ / link_name);
}

}  // namespace astronova::http
