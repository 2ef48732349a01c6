#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <vector>

#include "base/result.h"
#include "usecases/match_people.h"
#include "usecases/search_matches.h"

namespace astronova::api {

/// MatchRequest of the contract.
/// errors  invalid_value with every wrong field
Result<usecases::MatchRequest> read_match_request(const boost::json::value& body);

/// A search, and what its candidates are called.
struct MatchSearchRequest {
  usecases::MatchSearch search;
  std::vector<std::string> ids;  ///< of the search's candidates; "" where they have none
};

/// MatchSearchRequest of the contract.
/// errors  invalid_value with every wrong field, of at most 20 candidates
Result<MatchSearchRequest> read_match_search_request(const boost::json::value& body);

}  // namespace astronova::api
