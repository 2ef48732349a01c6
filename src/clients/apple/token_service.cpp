#include "clients/apple/token_service.h"

#include <boost/json.hpp>
#include <optional>

#include "clients/form.h"

namespace astronova::clients::apple {
namespace {

using boost::json::object;

std::optional<object> read_object(const std::string& text) {
  boost::json::error_code failure;
  auto value = boost::json::parse(text, failure);
  if (failure || !value.is_object()) return std::nullopt;
  return std::move(value.as_object());
}

std::string text_at(const object& from, std::string_view name) {
  const auto* value = from.if_contains(name);
  return value && value->is_string() ? std::string{value->as_string()} : std::string{};
}

Error not_understood() {
  return {ErrorCode::unavailable, "Apple's answer cannot be understood."};
}

// The words of Apple's ErrorResponse, which are those of OAuth 2.0 (RFC 6749, 5.2).
Error refusal(const HttpResponse& response) {
  if (response.status >= 500 || response.status == 429)
    return {ErrorCode::unavailable, "Apple does not answer this now."};
  const auto document = read_object(response.body);
  const std::string word = document ? text_at(*document, "error") : std::string{};
  if (word == "invalid_grant")
    return {ErrorCode::unauthenticated, "Apple does not accept this code or grant any more."};
  if (word == "invalid_client" || word == "unauthorized_client")
    return {ErrorCode::data_missing,
            "Apple does not accept us: the client id, team id, key id or key is wrong."};
  if (word == "invalid_request" || word == "invalid_scope" || word == "unsupported_grant_type")
    return {ErrorCode::internal, "Apple does not accept the form of our request."};
  return not_understood();
}

}  // namespace

Result<std::unique_ptr<TokenService>> TokenService::make(HttpClient& http, const Clock& clock,
                                                         AppleSettings settings,
                                                         const AppleCredentials& credentials) {
  auto secret = ClientSecret::make(credentials);
  if (!secret) return secret.error();
  return std::unique_ptr<TokenService>{
      new TokenService{http, clock, std::move(settings), std::move(*secret)}};
}

TokenService::TokenService(HttpClient& http, const Clock& clock, AppleSettings settings,
                           ClientSecret secret)
    : http_{http}, clock_{clock}, settings_{std::move(settings)}, secret_{std::move(secret)} {}

Result<AppleGrant> TokenService::exchange(const AppleAuthorization& authorization) {
  Fields fields{{"grant_type", "authorization_code"}, {"code", authorization.code}};
  if (!authorization.redirect_uri.empty())
    fields.emplace_back("redirect_uri", authorization.redirect_uri);
  // A second attempt would meet a spent code.
  const auto response = post("/auth/token", authorization.client_id, std::move(fields), false);
  if (!response) return response.error();
  const auto document = read_object(response->body);
  if (!document) return not_understood();
  AppleGrant grant{text_at(*document, "refresh_token"), text_at(*document, "id_token")};
  if (grant.refresh_token.empty() || grant.identity_token.empty()) return not_understood();
  return grant;
}

Result<void> TokenService::validate(std::string_view client_id, std::string_view refresh_token) {
  const auto response =
      post("/auth/token", client_id,
           {{"grant_type", "refresh_token"}, {"refresh_token", refresh_token}}, true);
  if (!response) return response.error();
  const auto document = read_object(response->body);
  if (!document || text_at(*document, "access_token").empty()) return not_understood();
  return {};
}

Result<void> TokenService::revoke(std::string_view client_id, std::string_view refresh_token) {
  const auto response =
      post("/auth/revoke", client_id,
           {{"token", refresh_token}, {"token_type_hint", "refresh_token"}}, true);
  if (!response) return response.error();
  return {};
}

Result<HttpResponse> TokenService::post(const char* path, std::string_view client_id, Fields fields,
                                        bool idempotent) {
  const std::string secret = secret_.sign(std::string{client_id}, clock_.now());
  fields.emplace_back("client_id", client_id);
  fields.emplace_back("client_secret", secret);
  auto response = http_.send({.method = HttpMethod::post,
                              .url = settings_.base_address + path,
                              .headers = {{"content-type", "application/x-www-form-urlencoded"},
                                          {"accept", "application/json"}},
                              .body = form(fields),
                              .deadline = settings_.deadline,
                              .idempotent = idempotent});
  if (response && response->status != 200) return refusal(*response);
  return response;
}

}  // namespace astronova::clients::apple
