#include "accounts/json_web_token.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <optional>
#include <stdexcept>
#include <utility>

#include <cjose/cjose.h>

#include "accounts/base64url.h"
#include "accounts/claims.h"
#include "accounts/digest.h"
#include "accounts/refusals.h"

namespace astronova::accounts {
namespace {

constexpr std::size_t rsa_bits_min = 2'048;

struct ReleaseKey {
  void operator()(cjose_jwk_t* key) const { cjose_jwk_release(key); }
};
using Key = std::unique_ptr<cjose_jwk_t, ReleaseKey>;

struct ReleaseHeader {
  void operator()(cjose_header_t* header) const { cjose_header_release(header); }
};
using Header = std::unique_ptr<cjose_header_t, ReleaseHeader>;

const char* name_of(TokenAlgorithm algorithm) {
  return algorithm == TokenAlgorithm::hs256 ? CJOSE_HDR_ALG_HS256 : CJOSE_HDR_ALG_RS256;
}

// cjose takes more than base64url; a token has one spelling here.
bool has_three_parts(std::string_view compact) {
  const auto is_base64url = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  };
  return std::ranges::count(compact, '.') == 2 && std::ranges::all_of(compact, is_base64url);
}

// The header as we read it. cjose's own reading, which it verifies by, must not differ.
std::optional<boost::json::object> read_header(std::string_view compact) {
  const auto bytes = decode_base64url(compact.substr(0, compact.find('.')));
  if (!bytes) return std::nullopt;
  boost::system::error_code failure;
  auto value = boost::json::parse(*bytes, failure);
  if (failure || !value.is_object()) return std::nullopt;
  return std::move(value.get_object());
}

bool cjose_reads(cjose_jws_t* token, const char* algorithm) {
  const char* read = cjose_header_get(cjose_jws_get_protected(token), CJOSE_HDR_ALG, nullptr);
  return read != nullptr && std::string_view(read) == algorithm;
}

Key key_of_secret(std::string_view secret) {
  const auto bytes = bytes_of(secret);
  return Key(cjose_jwk_create_oct_spec(bytes.data(), bytes.size(), nullptr));
}

// Whether the publisher of a JWK meant it for signatures by RS256, as far as it says so.
bool is_meant_for_rs256(std::string_view json_web_key) {
  boost::system::error_code failure;
  const auto value = boost::json::parse(json_web_key, failure);
  if (failure || !value.is_object()) return false;
  const auto is_absent_or = [&value](std::string_view name, std::string_view expected) {
    const auto* member = value.get_object().if_contains(name);
    return member == nullptr || (member->is_string() && member->get_string() == expected);
  };
  return is_absent_or("use", "sig") && is_absent_or("alg", "RS256");
}

}  // namespace

void JsonWebToken::Release::operator()(_cjose_jws_int* token) const {
  cjose_jws_release(token);
}

Result<JsonWebToken> JsonWebToken::read(std::string_view compact, TokenAlgorithm algorithm) {
  if (compact.size() > bytes_max || !has_three_parts(compact)) return invalid_token();
  const auto header = read_header(compact);
  if (!header || header->contains("crit")) return invalid_token();
  if (text_claim(*header, CJOSE_HDR_ALG) != name_of(algorithm)) return invalid_token();
  Handle token(cjose_jws_import(compact.data(), compact.size(), nullptr));
  if (!token || !cjose_reads(token.get(), name_of(algorithm))) return invalid_token();
  std::string key_id(text_claim(*header, CJOSE_HDR_KID).value_or(""));
  return JsonWebToken(std::move(token), std::move(key_id));
}

Result<boost::json::object> JsonWebToken::verified_by_secret(std::string_view secret) const {
  const auto key = key_of_secret(secret);
  if (!key || !cjose_jws_verify(token_.get(), key.get(), nullptr)) return invalid_token();
  return claims();
}

Result<boost::json::object> JsonWebToken::verified_by_rsa(std::string_view json_web_key) const {
  if (!is_meant_for_rs256(json_web_key)) return invalid_token();
  const Key key(cjose_jwk_import(json_web_key.data(), json_web_key.size(), nullptr));
  if (!key || cjose_jwk_get_kty(key.get(), nullptr) != CJOSE_JWK_KTY_RSA) return invalid_token();
  if (cjose_jwk_get_keysize(key.get(), nullptr) < rsa_bits_min) return invalid_token();
  if (!cjose_jws_verify(token_.get(), key.get(), nullptr)) return invalid_token();
  return claims();
}

Result<boost::json::object> JsonWebToken::claims() const {
  std::uint8_t* bytes = nullptr;
  std::size_t size = 0;
  if (!cjose_jws_get_plaintext(token_.get(), &bytes, &size, nullptr)) return invalid_token();
  boost::system::error_code failure;
  auto value = boost::json::parse({reinterpret_cast<const char*>(bytes), size}, failure);
  if (failure || !value.is_object()) return invalid_token();
  return std::move(value.get_object());
}

std::string sign_json_web_token(std::string_view claims, std::string_view secret,
                                const std::string& key_id) {
  const Header header(cjose_header_new(nullptr));
  const auto set = [&header](const char* name, const char* value) {
    return header && cjose_header_set(header.get(), name, value, nullptr);
  };
  const auto key = key_of_secret(secret);
  const bool ready = key && set(CJOSE_HDR_ALG, CJOSE_HDR_ALG_HS256) && set("typ", "JWT") &&
                     set(CJOSE_HDR_KID, key_id.c_str());
  const auto bytes = bytes_of(claims);
  using Token = std::unique_ptr<cjose_jws_t, decltype(&cjose_jws_release)>;
  const Token token(
      ready ? cjose_jws_sign(key.get(), header.get(), bytes.data(), bytes.size(), nullptr)
            : nullptr,
      &cjose_jws_release);
  const char* compact = nullptr;
  if (!token || !cjose_jws_export(token.get(), &compact, nullptr))
    throw std::runtime_error("cjose cannot sign by HS256");
  return compact;
}

}  // namespace astronova::accounts
