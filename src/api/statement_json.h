#pragma once

#include <vector>

#include "astrology/statement.h"
#include "base/json_writer.h"

namespace astronova::api {

/// A list of Statement of the contract.
void write_statements(JsonWriter& json, const std::vector<astrology::Statement>& statements);

}  // namespace astronova::api
