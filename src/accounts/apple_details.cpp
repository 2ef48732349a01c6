#include "accounts/apple_details.h"

#include <boost/json/parse.hpp>

#include "accounts/claims.h"
#include "base/json_writer.h"

namespace astronova::accounts {
namespace {

std::optional<std::string> text_of(const boost::json::object& object, std::string_view name) {
  const auto text = text_claim(object, name);
  if (!text) return std::nullopt;
  return std::string(*text);
}

std::optional<Instant> time_of(const boost::json::object& object, std::string_view name) {
  const auto text = text_claim(object, name);
  if (!text) return std::nullopt;
  const auto instant = parse_rfc3339(*text);
  if (!instant) return std::nullopt;
  return *instant;
}

}  // namespace

std::string write_apple_details(const AppleDetails& details) {
  std::string text;
  JsonWriter json(text);
  json.begin_object();
  if (details.email) json.member("email", *details.email);
  json.member("emailVerified", details.email_verified);
  json.member("privateEmail", details.private_email);
  if (details.email_forwarded) json.member("emailForwarded", *details.email_forwarded);
  if (details.full_name) json.member("fullName", *details.full_name);
  if (details.client_id) json.member("clientId", *details.client_id);
  if (details.refresh_token) json.member("refreshToken", *details.refresh_token);
  if (details.signed_in_at) json.member("signedInAt", format_rfc3339(*details.signed_in_at));
  if (details.consent_revoked_at)
    json.member("consentRevokedAt", format_rfc3339(*details.consent_revoked_at));
  json.end_object();
  return text;
}

AppleDetails read_apple_details(std::string_view text) {
  boost::system::error_code failure;
  const auto value = boost::json::parse(text, failure);
  if (failure || !value.is_object()) return {};
  const auto& object = value.get_object();
  return {.email = text_of(object, "email"),
          .email_verified = truth_claim(object, "emailVerified").value_or(false),
          .private_email = truth_claim(object, "privateEmail").value_or(false),
          .email_forwarded = truth_claim(object, "emailForwarded"),
          .full_name = text_of(object, "fullName"),
          .client_id = text_of(object, "clientId"),
          .refresh_token = text_of(object, "refreshToken"),
          .signed_in_at = time_of(object, "signedInAt"),
          .consent_revoked_at = time_of(object, "consentRevokedAt")};
}

}  // namespace astronova::accounts
