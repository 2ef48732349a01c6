#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace astronova::places::gazetteer {

/// The longest text that is searched for, in bytes.
inline constexpr std::size_t place_query_max = 200;

/// What somebody typed: a name, and the divisions or countries behind commas.
struct PlaceQuery {
  std::string name;                  ///< folded, with at least one letter or digit
  std::vector<std::string> regions;  ///< folded
};

/// errors  those of search_places
Result<PlaceQuery> read_place_query(std::string_view text);

}  // namespace astronova::places::gazetteer
