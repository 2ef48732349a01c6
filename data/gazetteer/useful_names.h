#pragma once

#include <string>
#include <vector>

#include "data/gazetteer/sources.h"

namespace astronova::data {

/// Which of GeoNames' other names of a place are worth their bytes: those in Latin letters, of
/// places where people other than the neighbours write about it. Codes of airports and ports are
/// left out. Names in other scripts come with the translations.
std::vector<std::string> useful_names(const PlaceRow& place);

}  // namespace astronova::data
