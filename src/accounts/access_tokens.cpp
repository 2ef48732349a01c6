#include "accounts/access_tokens.h"

#include <span>

#include "accounts/claims.h"
#include "accounts/json_web_token.h"
#include "accounts/refusals.h"
#include "accounts/roles.h"
#include "base/json_writer.h"

namespace astronova::accounts {
namespace {

std::int64_t unix_seconds(Instant instant) {
  return std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
}

Result<AccessClaims> read_claims(const boost::json::object& claims) {
  const auto account = text_claim(claims, "sub");
  const auto session = text_claim(claims, "sid");
  const auto role = role_named(text_claim(claims, "role").value_or(""));
  if (!account || !session || !role) return invalid_token();
  return AccessClaims{std::string(*account), *role, std::string(*session)};
}

}  // namespace

AccessToken AccessTokens::issue(const AccessClaims& claims) const {
  const auto now = clock_.now();
  std::string json;
  JsonWriter writer(json);
  writer.begin_object()
      .member("iss", settings_.issuer)
      .member("aud", settings_.audience)
      .member("sub", claims.account_id)
      .member("user_id", claims.account_id)
      .member("role", name_of(claims.role))
      .member("sid", claims.session_id)
      .member("iat", unix_seconds(now))
      .member("exp", unix_seconds(now + access_token_lifetime))
      .member("jti", random_uuid(randomness_))
      .end_object();
  const auto& key = keys_.current();
  return {sign_json_web_token(json, key.secret, key.id), now + access_token_lifetime};
}

Result<AccessClaims> AccessTokens::verify(std::string_view token) const {
  const auto read = JsonWebToken::read(token, TokenAlgorithm::hs256);
  if (!read) return read.error();
  const auto* key = keys_.find(read->key_id());
  if (key == nullptr) return invalid_token();
  const auto claims = read->verified_by_secret(key->secret);
  if (!claims) return claims.error();
  // Where our clock was an hour ahead and was set right, those who came in that hour stay signed
  // in.
  const Authority ourselves{.issuer = settings_.issuer,
                            .audiences = std::span(&settings_.audience, 1),
                            .ahead_max = access_token_lifetime};
  const auto checked = check_claims(*claims, ourselves, clock_.now());
  if (!checked) return checked.error();
  return read_claims(*claims);
}

}  // namespace astronova::accounts
