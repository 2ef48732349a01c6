#include "api/account_json.h"

#include "accounts/roles.h"
#include "api/errors.h"
#include "api/request_body.h"

namespace astronova::api {

void write_account(JsonWriter& json, const storage::Account& account) {
  json.begin_object()
      .member("id", account.id)
      .member("role", accounts::name_of(account.role))
      .member("createdAt", format_rfc3339(account.created_at))
      .end_object();
}

std::string signed_in_json(const accounts::SignedIn& signed_in) {
  std::string text;
  JsonWriter json(text);
  json.begin_object()
      .member("accessToken", signed_in.access_token.text)
      .member("refreshToken", signed_in.refresh_token)
      .member("expiresIn", std::chrono::seconds(accounts::access_token_lifetime).count())
      .member("expiresAt", format_rfc3339(signed_in.access_token.expires_at))
      .member("tokenType", "Bearer")
      .member("sessionId", signed_in.session_id)
      .key("user");
  write_account(json, signed_in.account);
  json.end_object();
  return text;
}

http::Response signed_in_response(const Result<accounts::SignedIn>& signed_in,
                                  const http::Request& request) {
  if (!signed_in) return error_response(signed_in.error(), request);
  auto response = json_response(signed_in_json(*signed_in));
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

std::string sessions_json(const std::vector<storage::Session>& sessions, std::string_view current) {
  std::string text;
  JsonWriter json(text);
  json.begin_object().key("items").begin_array();
  for (const auto& session : sessions) {
    json.begin_object()
        .member("id", session.id)
        .member("deviceName", session.device_name)
        .member("createdAt", format_rfc3339(session.created_at))
        .member("lastUsedAt", format_rfc3339(session.last_used_at))
        .member("expiresAt", format_rfc3339(session.expires_at))
        .member("current", session.id == current)
        .end_object();
  }
  json.end_array().key("nextCursor").null().end_object();
  return text;
}

}  // namespace astronova::api
