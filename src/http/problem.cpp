#include "http/problem.h"

#include "base/json_writer.h"

namespace astronova::http {
namespace {

void write_candidate(JsonWriter& json, const TimeCandidate& candidate) {
  json.begin_object();
  json.member("utc", candidate.utc);
  json.member("utcOffset", candidate.utc_offset);
  json.member("abbreviation", candidate.abbreviation);
  json.member("fold", candidate.fold);
  json.end_object();
}

void write_field_error(JsonWriter& json, const FieldError& error) {
  json.begin_object();
  json.member("pointer", error.pointer);
  json.member("detail", error.detail);
  if (!error.candidates.empty()) {
    json.key("candidates").begin_array();
    for (const auto& candidate : error.candidates)
      write_candidate(json, candidate);
    json.end_array();
  }
  json.end_object();
}

}  // namespace

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
  json.end_object();
  return response;
}

}  // namespace astronova::http
