#pragma once

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

}  // namespace astronova::api::option_flags
