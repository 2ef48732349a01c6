#pragma once

#include "astrology/western/predictive/primary_directions.h"
#include "usecases/cast_natal_chart.h"

namespace astronova::usecases {

struct DirectionRequest {
  BirthData birth;
  ChartOptions options{};                     ///< node, bodies and which aspects are read
  astrology::DirectionSettings directions{};  ///< bodies and aspects are not read
};
inline constexpr int direction_years_max = 120;

struct FoundDirections {
  CastChart natal;
  std::vector<astrology::PrimaryDirection> directions;
};

/// errors   those of cast_natal_chart below "/birthData", and one there when the time of birth is
///          unknown; invalid_value at "/yearsTo" where the years end before they begin
/// threads  any; blocking
Result<FoundDirections> find_directions(const sky::Ephemeris& ephemeris,
                                        const DirectionRequest& request);

}  // namespace astronova::usecases
