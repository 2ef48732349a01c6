#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "data/gazetteer/sources.h"

namespace astronova::data {

/// The bytes of the gazetteer's file (src/places/gazetteer/format.h): the same sources, the same
/// bytes. Throws std::runtime_error where something does not fit the format.
std::vector<std::byte> write_gazetteer(const Sources& sources);

}  // namespace astronova::data
