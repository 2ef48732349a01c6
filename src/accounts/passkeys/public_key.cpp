#include "accounts/passkeys/public_key.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>

#include "accounts/digest.h"
#include "accounts/passkeys/cbor.h"

namespace astronova::accounts {
namespace {

// RFC 9053, 7.1 and 7.2; RFC 8230, 4.
namespace label {
constexpr std::int64_t key_type = 1;
constexpr std::int64_t algorithm = 3;
constexpr std::int64_t curve = -1;
constexpr std::int64_t x = -2;
constexpr std::int64_t y = -3;
constexpr std::int64_t modulus = -1;
constexpr std::int64_t exponent = -2;
}  // namespace label

constexpr std::int64_t octet_key_pair = 1;
constexpr std::int64_t elliptic_curve = 2;
constexpr std::int64_t rsa = 3;
constexpr std::int64_t p256 = 1;
constexpr std::int64_t ed25519 = 6;

constexpr std::size_t coordinate_bytes = 32;
constexpr int rsa_bits_min = 2'048;
constexpr int rsa_bits_max = 8'192;
constexpr std::size_t exponent_bytes_max = 4;

template <auto Function>
struct Call {
  template <class Object>
  void operator()(Object* object) const {
    Function(object);
  }
};
using Context = std::unique_ptr<EVP_PKEY_CTX, Call<EVP_PKEY_CTX_free>>;
using Digesting = std::unique_ptr<EVP_MD_CTX, Call<EVP_MD_CTX_free>>;
using Number = std::unique_ptr<BIGNUM, Call<BN_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Call<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Call<OSSL_PARAM_free>>;

Error unsupported() {
  return {ErrorCode::invalid_value,
          "The passkey's key is none of ES256 on P-256, EdDSA on Ed25519 and RS256 with 2,048 to "
          "8,192 bits",
          {}};
}

EVP_PKEY* key_from(const char* type, OSSL_PARAM* parameters) {
  const Context context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  if (!context || EVP_PKEY_fromdata_init(context.get()) != 1) return nullptr;
  if (EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1) return nullptr;
  return key;
}

Number number_of(std::string_view bytes) {
  return Number(BN_bin2bn(bytes_of(bytes).data(), static_cast<int>(bytes.size()), nullptr));
}

const CborMap* map_of(const Result<CborValue>& value) {
  return value ? std::get_if<CborMap>(&value->value) : nullptr;
}

bool has(const CborMap& map, std::int64_t label, std::int64_t expected) {
  const auto* value = map.integer(label);
  return value != nullptr && *value == expected;
}

}  // namespace

void PublicKey::Release::operator()(evp_pkey_st* key) const {
  EVP_PKEY_free(key);
}

PublicKey::Handle PublicKey::p256_key(std::string_view x, std::string_view y) {
  if (x.size() != coordinate_bytes || y.size() != coordinate_bytes) return {};
  std::string point = "\x04";
  point.append(x).append(y);
  std::string group = "prime256v1";
  std::array parameters{
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group.data(), 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
      OSSL_PARAM_construct_end()};
  return Handle(key_from("EC", parameters.data()));
}

PublicKey::Handle PublicKey::ed25519_key(std::string_view x) {
  return Handle(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(x).data(), x.size()));
}

PublicKey::Handle PublicKey::rsa_key(std::string_view modulus, std::string_view exponent) {
  if (modulus.size() > rsa_bits_max / 8 || exponent.size() > exponent_bytes_max) return {};
  const auto n = number_of(modulus);
  const auto e = number_of(exponent);
  const Builder builder(OSSL_PARAM_BLD_new());
  if (!n || !e || !builder || BN_num_bits(n.get()) < rsa_bits_min) return {};
  if (!BN_is_odd(e.get()) || BN_is_one(e.get())) return {};
  if (OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1)
    return {};
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
  return Handle(key_from("RSA", parameters.get()));
}

Result<PublicKey> PublicKey::read(std::string_view cose_key) {
  const auto value = take_cbor(cose_key);
  const auto* map = map_of(value);
  if (map == nullptr || !cose_key.empty())
    return Error{ErrorCode::malformed, "The passkey's key is no COSE_Key", {}};
  Handle key;
  auto algorithm = SignatureAlgorithm::es256;
  if (has(*map, label::algorithm, -7) && has(*map, label::key_type, elliptic_curve) &&
      has(*map, label::curve, p256)) {
    const auto* x = map->bytes(label::x);
    const auto* y = map->bytes(label::y);
    if (x != nullptr && y != nullptr) key = p256_key(x->bytes, y->bytes);
  } else if (has(*map, label::algorithm, -8) && has(*map, label::key_type, octet_key_pair) &&
             has(*map, label::curve, ed25519)) {
    algorithm = SignatureAlgorithm::eddsa;
    if (const auto* x = map->bytes(label::x)) key = ed25519_key(x->bytes);
  } else if (has(*map, label::algorithm, -257) && has(*map, label::key_type, rsa)) {
    algorithm = SignatureAlgorithm::rs256;
    const auto* modulus = map->bytes(label::modulus);
    const auto* exponent = map->bytes(label::exponent);
    if (modulus != nullptr && exponent != nullptr) key = rsa_key(modulus->bytes, exponent->bytes);
  }
  if (!key) return unsupported();
  return PublicKey(std::move(key), algorithm);
}

Result<PublicKey> PublicKey::of_certificate(const x509_st& certificate,
                                            SignatureAlgorithm algorithm) {
  Handle key(X509_get_pubkey(const_cast<X509*>(&certificate)));  // NOLINT(*-const-cast): OpenSSL
  if (!key) return unsupported();
  const auto is_rsa = [&] {
    const int bits = EVP_PKEY_get_bits(key.get());
    return EVP_PKEY_is_a(key.get(), "RSA") == 1 && bits >= rsa_bits_min && bits <= rsa_bits_max;
  };
  const auto is_p256 = [&] {
    std::array<char, 64> group{};
    return EVP_PKEY_is_a(key.get(), "EC") == 1 &&
           EVP_PKEY_get_group_name(key.get(), group.data(), group.size(), nullptr) == 1 &&
           std::string_view(group.data()) == "prime256v1";
  };
  bool fits = false;
  switch (algorithm) {
    case SignatureAlgorithm::es256:
      fits = is_p256();
      break;
    case SignatureAlgorithm::eddsa:
      fits = EVP_PKEY_is_a(key.get(), "ED25519") == 1;
      break;
    case SignatureAlgorithm::rs256:
      fits = is_rsa();
      break;
  }
  if (!fits) return unsupported();
  return PublicKey(std::move(key), algorithm);
}

bool PublicKey::verifies(std::string_view signature, std::string_view bytes) const {
  const Digesting context(EVP_MD_CTX_new());
  const auto* digest = algorithm_ == SignatureAlgorithm::eddsa ? nullptr : EVP_sha256();
  if (!context || EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key_.get()) != 1)
    return false;
  return EVP_DigestVerify(context.get(), bytes_of(signature).data(), signature.size(),
                          bytes_of(bytes).data(), bytes.size()) == 1;
}

}  // namespace astronova::accounts
