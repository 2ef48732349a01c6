#include "tests/accounts/support/forged_token.h"

#include <array>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "accounts/base64url.h"
#include "accounts/digest.h"

namespace astronova::testing {
namespace {

using accounts::bytes_of;
using accounts::encode_base64url;

void check(bool done) {
  if (!done) throw std::runtime_error("OpenSSL failed in a test");
}

std::string signing_input(std::string_view header, std::string_view claims) {
  return encode_base64url(bytes_of(header)) + '.' + encode_base64url(bytes_of(claims));
}

std::string number_of(EVP_PKEY* key, const char* name) {
  BIGNUM* number = nullptr;
  check(EVP_PKEY_get_bn_param(key, name, &number) == 1);
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(BN_num_bytes(number)));
  BN_bn2bin(number, bytes.data());
  BN_free(number);
  return encode_base64url(bytes);
}

}  // namespace

std::string unsigned_token(std::string_view header, std::string_view claims) {
  return signing_input(header, claims) + '.';
}

std::string hmac_token(std::string_view header, std::string_view claims, std::string_view secret,
                       const char* digest) {
  const auto input = signing_input(header, claims);
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> signature{};
  unsigned size = 0;
  check(HMAC(EVP_get_digestbyname(digest), secret.data(), static_cast<int>(secret.size()),
             bytes_of(input).data(), input.size(), signature.data(), &size) != nullptr);
  return input + '.' + encode_base64url(std::span(signature).first(size));
}

RsaKey::RsaKey(int bits)
    : key_(EVP_RSA_gen(static_cast<unsigned>(bits)), [](EVP_PKEY* key) { EVP_PKEY_free(key); }) {}

std::string RsaKey::token(std::string_view header, std::string_view claims) const {
  const auto input = signing_input(header, claims);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        &EVP_MD_CTX_free);
  check(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1);
  std::vector<std::uint8_t> signature(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())));
  std::size_t size = signature.size();
  check(EVP_DigestSign(context.get(), signature.data(), &size, bytes_of(input).data(),
                       input.size()) == 1);
  signature.resize(size);
  return input + '.' + encode_base64url(signature);
}

std::string RsaKey::json_web_key(std::string_view key_id, std::string_view more_members) const {
  return fmt::format(R"({{"kty":"RSA","kid":"{}","n":"{}","e":"{}"{}}})", key_id,
                     number_of(key_.get(), OSSL_PKEY_PARAM_RSA_N),
                     number_of(key_.get(), OSSL_PKEY_PARAM_RSA_E), more_members);
}

std::string RsaKey::public_pem() const {
  const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), &BIO_free);
  check(PEM_write_bio_PUBKEY(memory.get(), key_.get()) == 1);
  char* bytes = nullptr;
  const auto size = BIO_get_mem_data(memory.get(), &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

}  // namespace astronova::testing
