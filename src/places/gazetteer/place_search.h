#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "places/gazetteer/built_in.h"
#include "places/gazetteer/place_query.h"
#include "places/gazetteer/region_filter.h"

namespace astronova::places::gazetteer {

/// A place that fits a query.
struct Match {
  PlaceId place = 0;
  double score = 0;    ///< the higher the better
  bool whole = false;  ///< the query is one of its names, letter for letter once folded
  RegionFit region = RegionFit::whole;
};

/// The matches of a query, the best first: see search_places.
std::vector<Match> find_matches(const Gazetteer& gazetteer, const PlaceQuery& query,
                                std::size_t limit);

/// The places that have the query for one of their names, the best first, whatever their number.
std::vector<Match> find_whole_names(const Gazetteer& gazetteer, const PlaceQuery& query);

}  // namespace astronova::places::gazetteer
