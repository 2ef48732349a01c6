#pragma once

#include <string>

#include "api/sky_request.h"
#include "usecases/read_the_sky.h"

namespace astronova::api {

/// Appends the PositionsResponse of the contract to `text`. Does not allocate where `text` has
/// room.
void write_positions(std::string& text, const usecases::Sky& sky, const PositionsQuery& query,
                     const sky::Ephemeris& ephemeris);

}  // namespace astronova::api
