#include "api/account_json.h"
#include "api/authentication.h"
#include "api/request_body.h"
#include "api/routes.h"

namespace astronova::api {
namespace {

http::Response not_configured(const http::Request& request) {
  return error_response(
      {ErrorCode::not_available, "Sign in with Apple is not configured on this server", {}},
      request);
}

std::optional<std::string> text_of(ObjectReader& reader, std::string_view name,
                                   std::size_t bytes_max) {
  const auto text = reader.string(name);
  if (!text) return std::nullopt;
  if (text->size() > bytes_max) reader.note(name, "is too long");
  return std::string(*text);
}

Result<accounts::AppleCredential> read_credential(const boost::json::value& body) {
  FieldErrors errors;
  ObjectReader reader(body, "", errors);
  accounts::AppleCredential credential;
  reader.require("identityToken");
  credential.identity_token = text_of(reader, "identityToken", 16'384).value_or("");
  credential.nonce = text_of(reader, "nonce", 512);
  credential.authorization_code = text_of(reader, "authorizationCode", 2'048);
  credential.redirect_uri = text_of(reader, "redirectUri", 2'048).value_or("");
  credential.full_name = text_of(reader, "fullName", 200);
  credential.device_name = text_of(reader, "deviceName", 100).value_or("");
  reader.finish();
  if (!errors.empty()) return errors.error();
  return credential;
}

http::Response nonce(const http::Request& request, const People& people) {
  if (!people.apple) return not_configured(request);
  const auto made = people.apple->sign_in.new_nonce();
  if (!made) return error_response(made.error(), request);
  std::string text;
  JsonWriter json(text);
  json.begin_object().member("nonce", *made).end_object();
  return json_response(std::move(text));
}

// Somebody who is signed in already, as a guest maybe, brings what they have along.
http::Response sign_in(const http::Request& request, const People& people) {
  if (!people.apple) return not_configured(request);
  const auto caller = caller_if_any(request, people);
  if (!caller) return error_response(caller.error(), request);
  return with_json_body(request, [&](const boost::json::value& body) {
    const auto credential = read_credential(body);
    if (!credential) return error_response(credential.error(), request);
    const auto current = *caller ? std::optional((*caller)->account_id) : std::nullopt;
    return signed_in_response(people.apple->sign_in.sign_in(*credential, current), request);
  });
}

http::Response notify(const http::Request& request, const People& people) {
  if (!people.apple) return not_configured(request);
  return with_json_body(request, [&](const boost::json::value& body) {
    FieldErrors errors;
    ObjectReader reader(body, "", errors);
    reader.require("payload");
    const auto payload = reader.string("payload").value_or("");
    if (!errors.empty()) return error_response(errors.error(), request);
    const auto applied = people.apple->notifications.apply(payload);
    if (!applied) return error_response(applied.error(), request);
    return no_content();
  });
}

}  // namespace

void add_apple_routes(http::Router& router, const People& people) {
  const auto with_people = [&people](auto answer) {
    return [&people, answer](const http::Request& request) { return answer(request, people); };
  };
  constexpr auto on_worker = http::Execution::on_worker;
  router.add(http::Method::post, "/api/v1/auth/apple", with_people(&sign_in), on_worker);
  router.add(http::Method::post, "/api/v1/auth/apple/nonce", with_people(&nonce), on_worker);
  router.add(http::Method::post, "/api/v1/auth/apple/notifications", with_people(&notify),
             on_worker);
}

}  // namespace astronova::api
