#include "clients/p256_key.h"

#include <stdexcept>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

namespace astronova::clients {
namespace {

struct FreeNumber {
  void operator()(BIGNUM* number) const { BN_clear_free(number); }
};
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
struct FreeInput {
  void operator()(BIO* input) const { BIO_free(input); }
};

[[noreturn]] void fail() {
  throw std::runtime_error("OpenSSL cannot use a P-256 key");
}

// Otherwise a key with a pass phrase would be asked for at the terminal.
int no_pass_phrase(char*, int, int, void*) {
  return -1;
}

bool is_p256(const EVP_PKEY* key) {
  std::string curve(32, '\0');
  std::size_t length = 0;
  return EVP_PKEY_is_a(key, "EC") == 1 &&
         EVP_PKEY_get_group_name(key, curve.data(), curve.size(), &length) == 1 &&
         std::string_view{curve.data(), length} == "prime256v1";
}

std::string number_of(const EVP_PKEY* key, const char* name) {
  BIGNUM* raw = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &raw) != 1) fail();
  const std::unique_ptr<BIGNUM, FreeNumber> number{raw};
  std::string bytes(32, '\0');
  const auto target = reinterpret_cast<unsigned char*>(bytes.data());
  if (BN_bn2binpad(number.get(), target, static_cast<int>(bytes.size())) < 0) fail();
  return bytes;
}

}  // namespace

void P256Key::Free::operator()(EVP_PKEY* key) const {
  EVP_PKEY_free(key);
}

Result<P256Key> P256Key::from_pem(std::string_view pem) {
  const std::unique_ptr<BIO, FreeInput> input{
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
  if (!input) fail();
  P256Key key{PEM_read_bio_PrivateKey(input.get(), nullptr, &no_pass_phrase, nullptr)};
  ERR_clear_error();
  if (!key.key_ || !is_p256(key.key_.get()))
    return Error{ErrorCode::data_missing,
                 "A private key must be PEM of a key on the curve P-256 without a pass phrase."};
  return key;
}

std::string P256Key::sign(std::string_view message) const {
  const std::unique_ptr<EVP_MD_CTX, FreeContext> context{EVP_MD_CTX_new()};
  const auto* bytes = reinterpret_cast<const unsigned char*>(message.data());
  std::size_t length = 0;
  if (!context ||
      EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &length, bytes, message.size()) != 1)
    fail();
  std::string signature(length, '\0');
  auto* const target = reinterpret_cast<unsigned char*>(signature.data());
  if (EVP_DigestSign(context.get(), target, &length, bytes, message.size()) != 1) fail();
  signature.resize(length);
  return signature;
}

P256Key::Numbers P256Key::numbers() const {
  return {number_of(key_.get(), OSSL_PKEY_PARAM_PRIV_KEY),
          number_of(key_.get(), OSSL_PKEY_PARAM_EC_PUB_X),
          number_of(key_.get(), OSSL_PKEY_PARAM_EC_PUB_Y)};
}

}  // namespace astronova::clients
