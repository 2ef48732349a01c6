#include "accounts/guests.h"
#include "api/account_json.h"
#include "api/authentication.h"
#include "api/request_body.h"
#include "api/routes.h"

namespace astronova::api {
namespace {

using accounts::Caller;

constexpr std::size_t device_name_bytes_max = 100;

std::string device_name(ObjectReader& reader) {
  const auto name = reader.string("deviceName");
  if (name && name->size() > device_name_bytes_max) {
    reader.note("deviceName", "must have at most 100 bytes");
  }
  return std::string(name.value_or(""));
}

http::Response sign_in_guest(const http::Request& request, const People& people) {
  if (request.body.empty()) {
    return signed_in_response(accounts::create_guest(people.foundations, people.sessions, ""),
                              request);
  }
  return with_json_body(request, [&](const boost::json::value& body) {
    FieldErrors errors;
    ObjectReader reader(body, "", errors);
    const auto device = device_name(reader);
    reader.finish();
    if (!errors.empty()) return error_response(errors.error(), request);
    return signed_in_response(accounts::create_guest(people.foundations, people.sessions, device),
                              request);
  });
}

http::Response refresh(const http::Request& request, const People& people) {
  return with_json_body(request, [&](const boost::json::value& body) {
    FieldErrors errors;
    ObjectReader reader(body, "", errors);
    reader.require("refreshToken");
    const auto token = reader.string("refreshToken").value_or("");
    reader.finish();
    if (!errors.empty()) return error_response(errors.error(), request);
    return signed_in_response(people.sessions.refresh(token), request);
  });
}

http::Response log_out(const http::Request& request, const Caller& caller, const People& people) {
  bool everywhere = false;
  if (!request.body.empty()) {
    if (auto refusal = refuse_other_types(request)) return *std::move(refusal);
    JsonMemory memory;
    const auto body = parse_json(request.body, memory);
    if (!body) return error_response(body.error(), request);
    FieldErrors errors;
    ObjectReader reader(*body, "", errors);
    everywhere = reader.boolean("allDevices").value_or(false);
    reader.finish();
    if (!errors.empty()) return error_response(errors.error(), request);
  }
  const auto ended = everywhere ? people.sessions.end_all(caller.account_id)
                                : people.sessions.end(caller.account_id, caller.session_id);
  if (!ended) return error_response(ended.error(), request);
  return no_content();
}

http::Response validate(const http::Request& request, const Caller& caller, const People& people) {
  const auto account = people.database.identities().account(caller.account_id);
  if (!account) return error_response(account.error(), request);
  std::string text;
  JsonWriter json(text);
  json.begin_object().member("valid", true).member("sessionId", caller.session_id).key("user");
  write_account(json, *account);
  json.end_object();
  return json_response(std::move(text));
}

http::Response list_sessions(const http::Request& request, const Caller& caller,
                             const People& people) {
  const auto sessions = people.sessions.list(caller.account_id);
  if (!sessions) return error_response(sessions.error(), request);
  return json_response(sessions_json(*sessions, caller.session_id));
}

http::Response end_session(const http::Request& request, const Caller& caller,
                           const People& people) {
  const auto ended = people.sessions.end(caller.account_id, request.path_parameter("sessionId"));
  if (!ended) return error_response(ended.error(), request);
  return no_content();
}

}  // namespace

void add_auth_routes(http::Router& router, const People& people) {
  using http::Method;
  constexpr auto on_worker = http::Execution::on_worker;
  const auto with_people = [&people](auto answer) {
    return [&people, answer](const http::Request& request) { return answer(request, people); };
  };
  const auto with_caller = [&people](auto answer) { return for_caller(people, answer, people); };
  router.add(Method::post, "/api/v1/auth/guest", with_people(&sign_in_guest), on_worker);
  router.add(Method::post, "/api/v1/auth/refresh", with_people(&refresh), on_worker);
  router.add(Method::post, "/api/v1/auth/logout", with_caller(&log_out), on_worker);
  router.add(Method::get, "/api/v1/auth/validate", with_caller(&validate), on_worker);
  router.add(Method::get, "/api/v1/auth/sessions", with_caller(&list_sessions), on_worker);
  router.add(Method::delete_, "/api/v1/auth/sessions/{sessionId}", with_caller(&end_session),
             on_worker);
}

}  // namespace astronova::api
