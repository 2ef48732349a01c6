#pragma once

#include <algorithm>
#include <array>

#include "api/techniques.h"

/// Flags of the members that the options of many techniques have.
namespace astronova::api::option_flags {

inline constexpr TechniqueFlag bodies{"--bodies", "/options/bodies", TechniqueFlag::Kind::texts,
                                      "Bodies, separated by commas"};
inline constexpr TechniqueFlag aspects{"--aspects", "/options/aspects", TechniqueFlag::Kind::texts,
                                       "Aspects, separated by commas"};
inline constexpr TechniqueFlag house_system{"--house-system", "/options/houseSystem",
                                            TechniqueFlag::Kind::text,
                                            "House system; placidus when absent"};
inline constexpr TechniqueFlag zodiac{"--zodiac", "/options/zodiac", TechniqueFlag::Kind::text,
                                      "tropical or sidereal"};
inline constexpr TechniqueFlag ayanamsa{"--ayanamsa", "/options/ayanamsa",
                                        TechniqueFlag::Kind::text, "Ayanamsa; lahiri when absent"};
inline constexpr TechniqueFlag node{"--node", "/options/node", TechniqueFlag::Kind::text,
                                    "true or mean"};
inline constexpr TechniqueFlag center{"--center", "/options/center", TechniqueFlag::Kind::text,
                                      "geocentric or topocentric"};

/// Those of a chart that is compared with another.
inline constexpr std::array of_charts{house_system, zodiac, ayanamsa, node, bodies, aspects};
/// Which points of a chart are looked at, in which zodiac.
inline constexpr std::array of_points{bodies, node, center, zodiac, ayanamsa};

/// A technique's own flags and common ones behind them.
template <std::size_t OwnCount, std::size_t CommonCount>
constexpr auto joined(const std::array<TechniqueFlag, OwnCount>& own,
                      const std::array<TechniqueFlag, CommonCount>& common) {
  std::array<TechniqueFlag, OwnCount + CommonCount> all{};
  std::ranges::copy(common, std::ranges::copy(own, all.begin()).out);
  return all;
}

}  // namespace astronova::api::option_flags
