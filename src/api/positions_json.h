#pragma once

#include <string>

#include "api/sky_request.h"
#include "usecases/read_the_sky.h"

namespace astronova::api {

/// PositionsResponse of the contract.
std::string write_positions(const usecases::Sky& sky, const PositionsQuery& query,
                            const sky::Ephemeris& ephemeris);

}  // namespace astronova::api
