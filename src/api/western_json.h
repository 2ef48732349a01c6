#pragma once

#include "base/json_writer.h"
#include "usecases/cast_natal_chart.h"

namespace astronova::api {

/// WesternChart of the contract.
void write_western(JsonWriter& json, const usecases::WesternResult& western,
                   const usecases::ChartOptions& options);

/// Houses of the contract.
void write_houses(JsonWriter& json, const sky::Houses& houses);

/// Aspect of the contract; `applying` is null where a speed is not known.
void write_aspect(JsonWriter& json, const astrology::Aspect& aspect, bool speeds_known);

/// MoonRange of the contract.
void write_moon_range(JsonWriter& json, const usecases::MoonRange& range);

}  // namespace astronova::api
