#pragma once

#include <string>

#include "usecases/cast_natal_chart.h"
#include "usecases/read_the_sky.h"

namespace astronova::app {

/// A chart for a terminal: the place, the moment, the bodies, the houses, the aspects, a line each.
std::string chart_table(const usecases::CastChart& cast, const usecases::BirthData& birth);

/// The sky for a terminal.
std::string sky_table(const usecases::Sky& sky, Instant at);

}  // namespace astronova::app
