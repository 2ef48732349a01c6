#include "http/problem.h"

#include "base/error_json.h"

namespace astronova::http {

Response problem_response(const Problem& problem, std::string_view request_id) {
  Response response;
  response.status = problem.status;
  response.content_type = "application/problem+json";
  JsonWriter json(response.body);
  json.begin_object();
  json.member("type", problem.type.empty() ? "about:blank" : std::string_view(problem.type));
  json.member("title", problem.title.empty() ? reason_phrase(problem.status)
                                             : std::string_view(problem.title));
  json.member("status", problem.status);
  json.member("detail", problem.detail);
  json.member("instance", request_id);
  if (!problem.errors.empty()) {
    json.key("errors").begin_array();
    for (const auto& error : problem.errors)
      write_field_error(json, error);
    json.end_array();
  }
  for (const auto& extension : problem.extensions)
    json.key(extension.name).string(extension.text);
  json.end_object();
  return response;
}

}  // namespace astronova::http
