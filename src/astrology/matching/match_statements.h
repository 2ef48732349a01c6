#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "astrology/matching/compatibility.h"
#include "astrology/matching/synastry.h"
#include "astrology/statement.h"

namespace astronova::astrology {

using MatchContributions = std::array<MatchUnits, match_part_count>;

/// What each aspect of a synastry contributes to a score of the same two charts: in the synastry's
/// order, 0 for aspects that do not count.
std::vector<MatchContributions> contributions_to(const Synastry& synastry,
                                                 const Compatibility& compatibility);

/// What an aspect contributes to the overall score: the mean of its four contributions, points.
double overall_contribution(const MatchContributions& contributions);

/// What helps two people and what strains them most.
struct MatchStatements {
  std::vector<Statement> strengths;   ///< at most match_statements_max, the greatest first
  std::vector<Statement> challenges;  ///< likewise
};
inline constexpr std::size_t match_statements_max = 5;

/// One sentence for each of the aspects that contribute most, and of those that take most away.
/// Equal ones are in the order of the synastry.
///   partner  how the second person is named; "" for "your partner"
/// threads  any; pure
MatchStatements match_statements(const Synastry& synastry,
                                 std::span<const MatchContributions> contributions,
                                 std::string_view partner);

}  // namespace astronova::astrology
