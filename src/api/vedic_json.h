#pragma once

#include "base/json_writer.h"
#include "usecases/cast_natal_chart.h"

namespace astronova::api {

/// VedicChart of the contract.
void write_vedic(JsonWriter& json, const usecases::VedicResult& vedic);

}  // namespace astronova::api
