#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "astrology/matching/compatibility.h"
#include "usecases/cast_natal_chart.h"

namespace astronova::usecases {

inline constexpr std::size_t match_candidates_max = 10'000;
inline constexpr std::size_t match_results_max = 100;

struct MatchSearch {
  BirthData user;
  std::vector<BirthData> candidates;  ///< at most match_candidates_max
  std::size_t limit = 10;             ///< how many to answer, [1, match_results_max]
};

/// One of the candidates.
struct RankedMatch {
  std::size_t candidate = 0;  ///< its place in the search's list
  bool time_known = true;
  astrology::Compatibility compatibility{};
};

/// A candidate who cannot be matched: outside the ephemeris.
struct UnmatchedCandidate {
  std::size_t candidate = 0;
  Error error{};
};

struct MatchRanking {
  BirthMoment user;
  std::vector<RankedMatch>
      matches;  ///< by the overall score, the best first, equals in their order
  std::vector<UnmatchedCandidate> unmatched;  ///< in the order of the candidates
  std::size_t scored = 0;
  std::vector<Warning> warnings{};
};

/// The points of a person's chart that a match counts, without the rest of the chart.
/// errors   those of places::resolve and of sky::Ephemeris
/// threads  any; blocking
Result<astrology::MatchPoints> person_match_points(const sky::Ephemeris& ephemeris,
                                                   const BirthData& birth);

/// Ranks the candidates by their compatibility with the user.
/// errors   those of cast_natal_chart for the user, pointers below "/user"
/// threads  any; blocking, for some 5 microseconds a candidate on the table ephemeris
Result<MatchRanking> search_matches(const sky::Ephemeris& ephemeris, const MatchSearch& search);

}  // namespace astronova::usecases
