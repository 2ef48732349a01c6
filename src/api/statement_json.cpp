#include "api/statement_json.h"

namespace astronova::api {

void write_statements(JsonWriter& json, const std::vector<astrology::Statement>& statements) {
  json.begin_array();
  for (const auto& statement : statements) {
    json.begin_object().member("text", statement.text).key("factors").begin_array();
    for (const auto& [id, detail] : statement.factors)
      json.begin_object().member("id", id).member("detail", detail).end_object();
    json.end_array().end_object();
  }
  json.end_array();
}

}  // namespace astronova::api
