#include "clients/p256_key.h"

#include <functional>
#include <memory>

#include <gtest/gtest.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

namespace astronova::clients {
namespace {

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  void operator()(BIO* output) const { BIO_free(output); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;

Key curve_key(const char* curve) {
  return Key{EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", curve)};
}

std::string written(const std::function<int(BIO*)>& write) {
  const std::unique_ptr<BIO, Free> output{BIO_new(BIO_s_mem())};
  if (write(output.get()) != 1) throw std::runtime_error("OpenSSL does not write the key");
  char* text = nullptr;
  const auto length = BIO_get_mem_data(output.get(), &text);
  return {text, static_cast<std::size_t>(length)};
}

std::string pkcs8(EVP_PKEY* key) {
  return written([key](BIO* output) {
    return PEM_write_bio_PrivateKey(output, key, nullptr, nullptr, 0, nullptr, nullptr);
  });
}

std::string sec1(EVP_PKEY* key) {
  return written([key](BIO* output) {
    return PEM_write_bio_PrivateKey_traditional(output, key, nullptr, nullptr, 0, nullptr, nullptr);
  });
}

bool is_signed(EVP_PKEY* key, const std::string& message, const std::string& signature) {
  const std::unique_ptr<EVP_MD_CTX, Free> context{EVP_MD_CTX_new()};
  const auto bytes = [](const std::string& text) {
    return reinterpret_cast<const unsigned char*>(text.data());
  };
  return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
         EVP_DigestVerify(context.get(), bytes(signature), signature.size(), bytes(message),
                          message.size()) == 1;
}

TEST(P256Key, BothFormsOfItsFileAreRead) {
  const Key key = curve_key("P-256");
  for (const std::string& pem : {pkcs8(key.get()), sec1(key.get())}) {
    const auto read = P256Key::from_pem(pem);
    ASSERT_TRUE(read) << pem.substr(0, 30);
    EXPECT_TRUE(is_signed(key.get(), "message", read->sign("message")));
    EXPECT_FALSE(is_signed(key.get(), "another", read->sign("message")));
  }
}

TEST(P256Key, ItsNumbersAreThoseOfTheKey) {
  for (int i = 0; i < 300; ++i) {  // one in 256 begins with a zero byte
    const Key key = curve_key("P-256");
    const auto numbers = P256Key::from_pem(pkcs8(key.get()))->numbers();
    std::string point(65, '\0');
    std::size_t length = 0;
    ASSERT_EQ(EVP_PKEY_get_octet_string_param(key.get(), OSSL_PKEY_PARAM_PUB_KEY,
                                              reinterpret_cast<unsigned char*>(point.data()),
                                              point.size(), &length),
              1);
    EXPECT_EQ("\x04" + numbers.x + numbers.y, point);
    ASSERT_EQ(numbers.d.size(), 32U);
    BIGNUM* d = nullptr;
    ASSERT_EQ(EVP_PKEY_get_bn_param(key.get(), OSSL_PKEY_PARAM_PRIV_KEY, &d), 1);
    BIGNUM* told = BN_bin2bn(reinterpret_cast<const unsigned char*>(numbers.d.data()), 32, nullptr);
    EXPECT_EQ(BN_cmp(told, d), 0);
    BN_free(told);
    BN_free(d);
  }
}

TEST(P256Key, WhatIsNoSuchKeyIsRefused) {
  const Key other_curve = curve_key("P-384");
  const Key rsa{EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048})};
  const Key key = curve_key("P-256");
  const std::string public_half =
      written([&](BIO* output) { return PEM_write_bio_PUBKEY(output, key.get()); });
  const std::string locked = written([&](BIO* output) {
    return PEM_write_bio_PrivateKey(output, key.get(), EVP_aes_256_cbc(),
                                    reinterpret_cast<const unsigned char*>("secret"), 6, nullptr,
                                    nullptr);
  });
  for (const std::string& pem : {std::string{}, std::string{"no key"}, pkcs8(other_curve.get()),
                                 pkcs8(rsa.get()), public_half, locked}) {
    const auto read = P256Key::from_pem(pem);
    ASSERT_FALSE(read) << pem;
    EXPECT_EQ(read.error().code, ErrorCode::data_missing);
  }
}

}  // namespace
}  // namespace astronova::clients
