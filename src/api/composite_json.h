#pragma once

#include <string>

#include "sky/ephemeris.h"
#include "usecases/compose_charts.h"

namespace astronova::api {

/// Appends the CompositeResponse of the contract to `text`.
void write_composite(std::string& text, const usecases::CompositeChart& composite,
                     const usecases::CompositeRequest& request, const sky::Ephemeris& ephemeris);

}  // namespace astronova::api
