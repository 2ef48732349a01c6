#pragma once

#include <string>
#include <vector>

#include "places/gazetteer.h"
#include "usecases/birth_moment.h"

namespace astronova::api {

/// The answer of GET /locations/search.
std::string write_places(const std::vector<places::Place>& found);

/// The answer of GET /locations/reverse.
std::string write_near_places(double latitude, double longitude,
                              const std::vector<places::NearPlace>& found);

/// The answer of POST /locations/timezone.
std::string write_timezone(const usecases::BirthData& birth, const usecases::BirthMoment& moment);

}  // namespace astronova::api
