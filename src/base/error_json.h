#pragma once

#include "base/json_writer.h"
#include "base/result.h"

namespace astronova {

/// A wrong field as every answer of ours writes it: {"pointer", "detail"}, and "candidates" where a
/// civil time has any.
void write_field_error(JsonWriter& json, const FieldError& error);

}  // namespace astronova
