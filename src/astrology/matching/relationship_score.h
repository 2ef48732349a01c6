#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "astrology/western/aspects.h"

namespace astronova::astrology {

/// Ciro Discepolo's rules, by what they look at.
enum class RelationshipRule : std::uint8_t {
  same_quality,          ///< both Suns in cardinal, in fixed or in mutable signs: 5 points
  sun_sun,               ///< conjunction, opposition or square: 8, within 2 degrees 11
  sun_moon_conjunction,  ///< 8, within 2 degrees 11
  sun_sun_other,         ///< trine or sextile: 4
  sun_moon_other,        ///< any other major aspect: 4
  sun_ascendant,         ///< any major aspect: 4, and so the next two
  moon_ascendant,
  venus_mars,
};
std::string_view name_of(RelationshipRule rule);  ///< "sameQuality", "sunSun" ...

/// What one rule has found once.
struct RelationshipFinding {
  RelationshipRule rule{};
  int points = 0;
  std::optional<Aspect> aspect{};  ///< none for same_quality
};

/// How important a relationship is, not how easy: hard aspects count as much as soft ones.
struct RelationshipScore {
  int points = 0;             ///< the sum of those of the findings; no upper limit
  std::string_view category;  ///< "minimal" below 5, "medium" below 10, "important" below 15,
                              ///< "veryImportant" below 20, "exceptional" below 30,
                              ///< "rareExceptional"
  std::vector<RelationshipFinding> findings;  ///< same_quality first, then as aspects_between has
                                              ///< them
};

/// The score of two charts' points, of which the Sun, the Moon, Venus, Mars and the ascendant
/// count. Both have a Sun: std::logic_error when not. Orbs, degrees: conjunction and opposition 8,
/// trine 7, square 5, sextile 4, for all points alike.
///
/// threads  any; pure
/// source   Discepolo's method as kerykeion 5.12.8 (relationship_score_factory.py) states it
RelationshipScore score_relationship(std::span<const AspectPoint> first,
                                     std::span<const AspectPoint> second);

/// The category of a number of points.
std::string_view relationship_category(int points);

}  // namespace astronova::astrology
