#include "api/request_body.h"

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

std::optional<http::Response> refuse_other_types(const http::Request& request) {
  const auto content_type = request.header("Content-Type").value_or("");
  if (is_json(content_type)) return std::nullopt;
  http::Problem problem;
  problem.status = 415;
  problem.detail = content_type.empty() ? "the request has no Content-Type; send application/json"
                                        : "send the body as Content-Type: application/json, not " +
                                              quoted(content_type);
  return http::problem_response(problem, request.request_id);
}

http::Response json_response(std::string text) {
  http::Response response;
  response.content_type = json_type;
  response.body = std::move(text);
  return response;
}

http::Response no_content() {
  http::Response response;
  response.status = 204;
  return response;
}

}  // namespace astronova::api
