#include "api/request_body.h"

#include "api/errors.h"
#include "api/object_reader.h"
#include "base/utf8.h"
#include "http/header_text.h"
#include "http/problem.h"

namespace astronova::api {
namespace {

// RFC 8259 has no charset; a parameter is borne and ignored.
bool is_json(std::string_view content_type) {
  return http::equals_ignoring_case(http::trimmed(content_type.substr(0, content_type.find(';'))),
                                    json_type);
}

}  // namespace

http::Response with_json_body(
    const http::Request& request,
    const std::function<http::Response(const boost::json::value&)>& answer) {
  const auto content_type = request.header("Content-Type").value_or("");
  if (!is_json(content_type)) {
    http::Problem problem;
    problem.status = 415;
    problem.detail =
        content_type.empty()
            ? "the request has no Content-Type; send application/json"
            : "send the body as Content-Type: application/json, not " + quoted(content_type);
    return http::problem_response(problem, request.request_id);
  }
  const auto body = parse_json(request.body);
  if (!body) return error_response(body.error(), request);
  return answer(*body);
}

http::Response json_response(std::string text) {
  http::Response response;
  response.content_type = json_type;
  response.body = std::move(text);
  return response;
}

}  // namespace astronova::api
