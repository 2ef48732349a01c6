#include "tests/accounts/support/authenticator.h"

#include <array>
#include <boost/json/object.hpp>
#include <stdexcept>

#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/rsa.h>

#include "accounts/base64url.h"
#include "accounts/digest.h"

namespace astronova::testing {

using accounts::bytes_of;
using accounts::SignatureAlgorithm;

namespace cbor {

std::string head(unsigned major, std::uint64_t value) {
  const unsigned size = value < 24 ? 0 : value < 0x100 ? 1 : value < 0x10000 ? 2 : 4;
  constexpr std::array<unsigned, 5> additional{0, 24, 25, 0, 26};
  std::string text(1, static_cast<char>((major << 5U) | (size == 0 ? value : additional.at(size))));
  for (unsigned i = size; i > 0; --i)
    text += static_cast<char>((value >> (8 * (i - 1))) & 0xFFU);
  return text;
}
std::string integer(std::int64_t value) {
  return value >= 0 ? head(0, static_cast<std::uint64_t>(value))
                    : head(1, static_cast<std::uint64_t>(-1 - value));
}
std::string bytes(std::string_view value) {
  return head(2, value.size()).append(value);
}
std::string text(std::string_view value) {
  return head(3, value.size()).append(value);
}
std::string array(const std::vector<std::string>& items) {
  auto encoded = head(4, items.size());
  for (const auto& item : items)
    encoded += item;
  return encoded;
}
std::string map(const std::vector<std::pair<std::string, std::string>>& members) {
  auto encoded = head(5, members.size());
  for (const auto& [key, value] : members)
    encoded.append(key).append(value);
  return encoded;
}

}  // namespace cbor

namespace {

void check(bool done) {
  if (!done) throw std::runtime_error("OpenSSL failed in a test");
}

EVP_PKEY* new_key(SignatureAlgorithm algorithm) {
  switch (algorithm) {
    case SignatureAlgorithm::es256:
      return EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
    case SignatureAlgorithm::eddsa:
      return EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
    case SignatureAlgorithm::rs256:
      return EVP_RSA_gen(2'048);
  }
  return nullptr;
}

std::string number_of(EVP_PKEY* key, const char* name, std::size_t size) {
  BIGNUM* number = nullptr;
  check(EVP_PKEY_get_bn_param(key, name, &number) == 1);
  std::string bytes(size != 0 ? size : static_cast<std::size_t>(BN_num_bytes(number)), '\0');
  check(BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()),
                     static_cast<int>(bytes.size())) >= 0);
  BN_free(number);
  return bytes;
}

std::string sha256(std::string_view bytes) {
  const auto hash = accounts::sha256(bytes);
  return {hash.begin(), hash.end()};
}

std::string base64url(std::string_view bytes) {
  return accounts::encode_base64url(bytes_of(bytes));
}

}  // namespace

Authenticator::Authenticator(SignatureAlgorithm algorithm)
    : algorithm_(algorithm),
      private_key_(new_key(algorithm), [](EVP_PKEY* made) { EVP_PKEY_free(made); }) {}

std::string Authenticator::cose_key() const {
  using cbor::bytes;
  using cbor::integer;
  const auto algorithm = integer(static_cast<std::int64_t>(algorithm_));
  auto* made = private_key_.get();
  switch (algorithm_) {
    case SignatureAlgorithm::es256:
      return cbor::map({{integer(1), integer(2)},
                        {integer(3), algorithm},
                        {integer(-1), integer(1)},
                        {integer(-2), bytes(number_of(made, OSSL_PKEY_PARAM_EC_PUB_X, 32))},
                        {integer(-3), bytes(number_of(made, OSSL_PKEY_PARAM_EC_PUB_Y, 32))}});
    case SignatureAlgorithm::eddsa: {
      std::array<unsigned char, 32> x{};
      std::size_t size = x.size();
      check(EVP_PKEY_get_raw_public_key(made, x.data(), &size) == 1);
      return cbor::map({{integer(1), integer(1)},
                        {integer(3), algorithm},
                        {integer(-1), integer(6)},
                        {integer(-2), bytes(std::string(x.begin(), x.end()))}});
    }
    case SignatureAlgorithm::rs256:
      return cbor::map({{integer(1), integer(3)},
                        {integer(3), algorithm},
                        {integer(-1), bytes(number_of(made, OSSL_PKEY_PARAM_RSA_N, 0))},
                        {integer(-2), bytes(number_of(made, OSSL_PKEY_PARAM_RSA_E, 0))}});
  }
  return {};
}

std::string Authenticator::sign(std::string_view bytes) const {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        &EVP_MD_CTX_free);
  const auto* digest = algorithm_ == SignatureAlgorithm::eddsa ? nullptr : EVP_sha256();
  check(EVP_DigestSignInit(context.get(), nullptr, digest, nullptr, private_key_.get()) == 1);
  std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(private_key_.get())), '\0');
  std::size_t size = signature.size();
  check(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                       bytes_of(bytes).data(), bytes.size()) == 1);
  signature.resize(size);
  if (spoil_signature) signature.back() = static_cast<char>(signature.back() ^ 1);
  return signature;
}

std::string Authenticator::authenticator_data(bool with_credential) const {
  unsigned flags = with_credential ? 0x40U : 0U;
  if (user_present) flags |= 0x01U;
  if (user_verified) flags |= 0x04U;
  if (backup_eligible) flags |= 0x08U;
  if (backed_up) flags |= 0x10U;
  auto data = sha256(relying_party) + static_cast<char>(flags);
  for (const unsigned shift : {24U, 16U, 8U, 0U})
    data += static_cast<char>((sign_count >> shift) & 0xFFU);
  if (!with_credential) return data;
  data += std::string(16, '\0');
  data += static_cast<char>(id.size() >> 8U);
  data += static_cast<char>(id.size() & 0xFFU);
  return data + id + (key.empty() ? cose_key() : key);
}

std::string Authenticator::client_data(std::string_view right_type,
                                       std::string_view challenge) const {
  return fmt::format(R"({{"type":"{}","challenge":"{}","origin":"{}"{}}})",
                     type.empty() ? right_type : type, challenge, origin, more_client_data);
}

std::string Authenticator::attestation_object(std::string_view client_data) const {
  const auto data = authenticator_data(true);
  auto right = cbor::map({});
  if (format == "packed") {
    const auto right_algorithm = static_cast<std::int64_t>(algorithm_);
    right =
        cbor::map({{cbor::text("alg"), cbor::integer(stated_algorithm.value_or(right_algorithm))},
                   {cbor::text("sig"), cbor::bytes(sign(data + sha256(client_data)))}});
  }
  return cbor::map({{cbor::text("fmt"), cbor::text(format)},
                    {cbor::text("attStmt"), statement.value_or(right)},
                    {cbor::text("authData"), cbor::bytes(data)}});
}

boost::json::object Authenticator::create(std::string_view challenge) const {
  const auto client = client_data("webauthn.create", challenge);
  return {{"id", base64url(id)},
          {"rawId", base64url(id)},
          {"type", "public-key"},
          {"clientExtensionResults", boost::json::object{}},
          {"response",
           {{"clientDataJSON", base64url(client)},
            {"attestationObject", base64url(attestation_object(client))},
            {"transports", {"internal", "hybrid"}}}}};
}

boost::json::object Authenticator::get(std::string_view challenge) const {
  const auto client = client_data("webauthn.get", challenge);
  const auto data = authenticator_data(false);
  boost::json::object response{{"clientDataJSON", base64url(client)},
                               {"authenticatorData", base64url(data)},
                               {"signature", base64url(sign(data + sha256(client)))}};
  if (user_handle) response["userHandle"] = base64url(*user_handle);
  return {{"id", base64url(id)},
          {"rawId", base64url(id)},
          {"type", "public-key"},
          {"clientExtensionResults", boost::json::object{}},
          {"response", std::move(response)}};
}

}  // namespace astronova::testing
