#include "api/account_json.h"
#include "api/authentication.h"
#include "api/request_body.h"
#include "api/routes.h"

namespace astronova::api {
namespace {

using accounts::Caller;
using accounts::Passkeys;

void write_passkey(JsonWriter& json, const accounts::Passkey& passkey) {
  json.begin_object()
      .member("id", passkey.id)
      .member("name", passkey.name)
      .member("backedUp", passkey.backed_up)
      .member("createdAt", format_rfc3339(passkey.created_at))
      .member("lastUsedAt", format_rfc3339(passkey.last_used_at))
      .end_object();
}

std::string short_text(ObjectReader& reader, std::string_view name) {
  const auto text = reader.string(name).value_or("");
  if (text.size() > Passkeys::name_bytes_max) reader.note(name, "must have at most 100 bytes");
  return std::string(text);
}

// An answer of the browser's and the name that comes with it.
struct Answer {
  const boost::json::value* credential = nullptr;
  std::string name;
};

Result<Answer> read_answer(const boost::json::value& body, std::string_view name) {
  FieldErrors errors;
  ObjectReader reader(body, "", errors);
  Answer answer;
  reader.require("credential");
  answer.credential = reader.any("credential");
  answer.name = short_text(reader, name);
  reader.finish();
  if (!errors.empty()) return errors.error();
  return answer;
}

http::Response json_or_error(const Result<std::string>& text, const http::Request& request) {
  return text ? json_response(*text) : error_response(text.error(), request);
}

http::Response registration_options(const http::Request& request, const Caller& caller,
                                    const People& people) {
  return with_json_body(request, [&](const boost::json::value& body) {
    FieldErrors errors;
    ObjectReader reader(body, "", errors);
    reader.require("userName");
    const auto name = short_text(reader, "userName");
    reader.finish();
    if (!errors.empty()) return error_response(errors.error(), request);
    return json_or_error(people.passkeys.registration_options(caller.account_id, name), request);
  });
}

http::Response add(const http::Request& request, const Caller& caller, const People& people) {
  return with_json_body(request, [&](const boost::json::value& body) {
    const auto answer = read_answer(body, "name");
    if (!answer) return error_response(answer.error(), request);
    const auto passkey = people.passkeys.add(caller.account_id, *answer->credential, answer->name);
    if (!passkey) return error_response(passkey.error(), request);
    people.sessions.forget(caller.account_id);
    std::string text;
    JsonWriter json(text);
    write_passkey(json, *passkey);
    auto response = json_response(std::move(text));
    response.status = 201;
    return response;
  });
}

http::Response authentication_options(const http::Request& request, const People& people) {
  return json_or_error(people.passkeys.authentication_options(), request);
}

http::Response sign_in(const http::Request& request, const People& people) {
  const auto caller = caller_if_any(request, people);
  if (!caller) return error_response(caller.error(), request);
  return with_json_body(request, [&](const boost::json::value& body) {
    const auto answer = read_answer(body, "deviceName");
    if (!answer) return error_response(answer.error(), request);
    const auto current = *caller ? std::optional((*caller)->account_id) : std::nullopt;
    return signed_in_response(people.passkeys.sign_in(*answer->credential, answer->name, current),
                              request);
  });
}

http::Response list(const http::Request& request, const Caller& caller, const People& people) {
  const auto passkeys = people.passkeys.list(caller.account_id);
  if (!passkeys) return error_response(passkeys.error(), request);
  std::string text;
  JsonWriter json(text);
  json.begin_object().key("items").begin_array();
  for (const auto& passkey : *passkeys)
    write_passkey(json, passkey);
  json.end_array().key("nextCursor").null().end_object();
  return json_response(std::move(text));
}

http::Response remove(const http::Request& request, const Caller& caller, const People& people) {
  const auto removed =
      people.passkeys.remove(caller.account_id, std::string(request.path_parameter("passkeyId")));
  if (!removed) return error_response(removed.error(), request);
  return no_content();
}

}  // namespace

void add_passkey_routes(http::Router& router, const People& people) {
  using http::Method;
  constexpr auto on_worker = http::Execution::on_worker;
  const auto with_people = [&people](auto answer) {
    return [&people, answer](const http::Request& request) { return answer(request, people); };
  };
  const auto with_caller = [&people](auto answer) { return for_caller(people, answer, people); };
  router.add(Method::post, "/api/v1/auth/passkey/options", with_people(&authentication_options),
             on_worker);
  router.add(Method::post, "/api/v1/auth/passkey", with_people(&sign_in), on_worker);
  router.add(Method::get, "/api/v1/users/me/passkeys", with_caller(&list), on_worker);
  router.add(Method::post, "/api/v1/users/me/passkeys", with_caller(&add), on_worker);
  router.add(Method::post, "/api/v1/users/me/passkeys/options", with_caller(&registration_options),
             on_worker);
  router.add(Method::delete_, "/api/v1/users/me/passkeys/{passkeyId}", with_caller(&remove),
             on_worker);
}

}  // namespace astronova::api
