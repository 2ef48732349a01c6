#include "tests/accounts/support/local_apple.h"

#include <boost/json/serialize.hpp>

namespace astronova::testing {
namespace {

constexpr std::string_view header = R"({"kid":"apple-1","alg":"RS256"})";

std::int64_t seconds_of(Instant instant) {
  return std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
}

boost::json::object with(boost::json::object claims, const boost::json::object& others) {
  for (const auto& [name, value] : others) {
    if (value.is_null())
      claims.erase(name);
    else
      claims[name] = value;
  }
  return claims;
}

}  // namespace

Result<std::string> LocalAppleKeys::key(std::string_view kid) {
  if (away) return Error{ErrorCode::unavailable, "Apple is away", {}};
  const auto found = published.find(kid);
  if (found == published.end()) return Error{ErrorCode::not_found, "no such key", {}};
  return found->second;
}

Result<clients::AppleGrant> LocalAppleGrants::exchange(
    const clients::AppleAuthorization& authorization) {
  if (failure) return Error{*failure, "Apple said no", {}};
  const auto found = codes.find(authorization.client_id + ' ' + authorization.code);
  if (found == codes.end()) return Error{ErrorCode::unauthenticated, "no such code", {}};
  return found->second;
}

Result<void> LocalAppleGrants::validate(std::string_view /*client_id*/,
                                        std::string_view /*refresh_token*/) {
  return {};
}

Result<void> LocalAppleGrants::revoke(std::string_view client_id, std::string_view refresh_token) {
  ++revocations_tried;
  revocations_tried.notify_all();
  if (failure) return Error{*failure, "Apple said no", {}};
  revoked.push_back(std::string(client_id) + ' ' + std::string(refresh_token));
  return {};
}

const RsaKey& AppleFixture::apple_key() {
  static const RsaKey key;
  return key;
}

AppleFixture::AppleFixture() {
  keys.published["apple-1"] = apple_key().json_web_key("apple-1", R"(,"use":"sig","alg":"RS256")");
}

boost::json::object AppleFixture::identity_claims(const boost::json::object& others) const {
  const auto now = seconds_of(clock.now());
  return with({{"iss", "https://appleid.apple.com"},
               {"aud", "org.example.app"},
               {"exp", now + 86'400},
               {"iat", now},
               {"sub", "ann"},
               {"c_hash", "uiHFBDzXWcoAwoXU2Kvbqg"},
               {"email", "ann@example.org"},
               {"email_verified", "true"},
               {"auth_time", now},
               {"nonce_supported", true}},
              others);
}

std::string AppleFixture::identity_token(const boost::json::object& others) const {
  return apple_key().token(header, boost::json::serialize(identity_claims(others)));
}

std::string AppleFixture::notification(const std::string& type,
                                       const boost::json::object& others) const {
  const auto milliseconds =
      std::chrono::floor<std::chrono::milliseconds>(clock.now()).time_since_epoch().count();
  const auto event = with({{"type", type}, {"sub", "ann"}, {"event_time", milliseconds}}, others);
  const boost::json::object claims{{"iss", "https://appleid.apple.com"},
                                   {"aud", "org.example.app"},
                                   {"exp", seconds_of(clock.now()) + 86'400},
                                   {"iat", seconds_of(clock.now())},
                                   {"jti", "abcdede"},
                                   {"events", boost::json::serialize(event)}};
  return apple_key().token(header, boost::json::serialize(claims));
}

}  // namespace astronova::testing
