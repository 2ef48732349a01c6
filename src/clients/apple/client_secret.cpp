#include "clients/apple/client_secret.h"

#include <boost/json.hpp>
#include <chrono>
#include <mutex>
#include <stdexcept>
#include <utility>

#include <cjose/header.h>
#include <cjose/jwk.h>
#include <cjose/jws.h>

#include "clients/p256_key.h"

namespace astronova::clients::apple {
namespace {

constexpr std::chrono::minutes lifetime{5};
// It is the same whichever address Apple is reached at.
constexpr const char* audience = "https://appleid.apple.com";

struct FreeKey {
  void operator()(cjose_jwk_t* key) const { cjose_jwk_release(key); }
};
struct FreeHeader {
  void operator()(cjose_header_t* header) const { cjose_header_release(header); }
};
struct FreeSignature {
  void operator()(cjose_jws_t* signature) const { cjose_jws_release(signature); }
};
using Key = std::unique_ptr<cjose_jwk_t, FreeKey>;

[[noreturn]] void fail() {
  throw std::runtime_error("cjose cannot sign a client secret");
}

std::uint8_t* bytes_of(std::string& text) {
  return reinterpret_cast<std::uint8_t*>(text.data());
}

Key to_jwk(P256Key::Numbers numbers) {
  const cjose_jwk_ec_keyspec specification{
      CJOSE_JWK_EC_P_256, bytes_of(numbers.d), numbers.d.size(), bytes_of(numbers.x),
      numbers.x.size(),   bytes_of(numbers.y), numbers.y.size()};
  Key key{cjose_jwk_create_EC_spec(&specification, nullptr)};
  if (!key) fail();
  return key;
}

}  // namespace

struct ClientSecret::Signer {
  std::string team_id;
  std::string key_id;
  Key key;
  std::mutex mutex;  // cjose counts the uses of a key without one

  std::string sign(const std::string& claims) {
    const std::lock_guard lock{mutex};
    const std::unique_ptr<cjose_header_t, FreeHeader> header{cjose_header_new(nullptr)};
    if (!header || !cjose_header_set(header.get(), CJOSE_HDR_ALG, CJOSE_HDR_ALG_ES256, nullptr) ||
        !cjose_header_set(header.get(), CJOSE_HDR_KID, key_id.c_str(), nullptr))
      fail();
    const std::unique_ptr<cjose_jws_t, FreeSignature> token{cjose_jws_sign(
        key.get(), header.get(), reinterpret_cast<const std::uint8_t*>(claims.data()),
        claims.size(), nullptr)};
    const char* text = nullptr;
    if (!token || !cjose_jws_export(token.get(), &text, nullptr)) fail();
    return text;
  }
};

Result<ClientSecret> ClientSecret::make(const AppleCredentials& credentials) {
  if (credentials.team_id.empty() || credentials.key_id.empty())
    return Error{ErrorCode::data_missing,
                 "Sign in with Apple needs the team id and the id of the key."};
  const auto key = P256Key::from_pem(credentials.private_key);
  if (!key) return key.error();
  auto signer = std::make_unique<Signer>();
  signer->team_id = credentials.team_id;
  signer->key_id = credentials.key_id;
  signer->key = to_jwk(key->numbers());
  return ClientSecret{std::move(signer)};
}

ClientSecret::ClientSecret(std::unique_ptr<Signer> signer) : signer_{std::move(signer)} {}
ClientSecret::ClientSecret(ClientSecret&&) noexcept = default;
ClientSecret::~ClientSecret() = default;

std::string ClientSecret::sign(const std::string& client_id, Instant now) const {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch();
  return signer_->sign(
      boost::json::serialize(boost::json::object{{"iss", signer_->team_id},
                                                 {"iat", seconds.count()},
                                                 {"exp", (seconds + lifetime).count()},
                                                 {"aud", audience},
                                                 {"sub", client_id}}));
}

}  // namespace astronova::clients::apple
