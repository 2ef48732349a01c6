#include "base/error_json.h"

namespace astronova {
namespace {

void write_candidate(JsonWriter& json, const TimeCandidate& candidate) {
  json.begin_object();
  json.member("utc", candidate.utc);
  json.member("utcOffset", candidate.utc_offset);
  json.member("abbreviation", candidate.abbreviation);
  json.member("fold", candidate.fold);
  json.end_object();
}

}  // namespace

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

}  // namespace astronova
