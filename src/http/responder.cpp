#include "http/responder.h"

#include "http/problem.h"
#include "http/target.h"

namespace astronova::http {
namespace {

Response bad_request(std::string detail, const Request& request) {
  return problem_response({400, std::move(detail), {}, {}, {}}, request.request_id);
}

Router::Lookup whole_server() {
  return {nullptr, "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"};
}

}  // namespace

Responder::Plan Responder::plan(std::string_view method, std::string_view target,
                                Request& request) const {
  const auto known_method = method_named(method);
  request.method = known_method.value_or(Method::get);
  const bool is_for_server = known_method == Method::options && target == "*";
  Router::Lookup lookup;
  if (is_for_server) {
    lookup = whole_server();
  } else {
    const std::string_view origin = origin_form(target);
    if (origin.empty()) {
      return {nullptr, bad_request("The target of the request is not a path.", request)};
    }
    const auto set = request.set_target(origin);
    if (!set) return {nullptr, bad_request(set.error().detail, request)};
    lookup = router_.find(known_method, request.path, request.path_parameters);
  }
  if (lookup.route) return {lookup.route, {}};
  Response response = response_without_route(lookup, known_method, request);
  if (known_method == Method::options) cors_.answer_preflight(request, lookup.allowed, response);
  return {nullptr, std::move(response)};
}

Response Responder::respond(const Router::Route& route, const Request& request) {
  Response response = call(route, request);
  compressor_.apply(request, response);
  return response;
}

}  // namespace astronova::http
