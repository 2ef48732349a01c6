#pragma once

#include <vector>

#include "astrology/western/natal/dignities.h"
#include "astrology/western/natal/lots.h"
#include "astrology/western/natal/syzygy.h"
#include "usecases/natal_basis.h"

namespace astronova::usecases {

struct DignitiesRequest {
  NatalRequest natal;  ///< its house system has twelve houses
  astrology::DignityTables tables{};
};

/// The essential dignities of a birth.
struct NatalDignities {
  NatalBasis basis;
  std::vector<astrology::PlanetDignities> planets;  ///< Sun to Saturn
  std::vector<bool> of_sect;                        ///< whether each belongs to the chart's sect
  astrology::MutualReceptions receptions;
  /// Who has the most points on each house's cusp, in their order; none when the time is unknown.
  std::vector<astrology::StrongestPlanets> cusp_almutens{};
  std::optional<astrology::Syzygy> syzygy{};  ///< before birth; none when the time is unknown
  std::optional<double> fortune{};            ///< likewise
  std::optional<astrology::ChartAlmuten> almuten{};  ///< likewise
  /// Of the planetary day and hour of the birth; likewise, and where the Sun does not rise and set.
  std::optional<astrology::TimeRulers> rulers{};
};

/// errors   as cast_natal_chart; without a known time triplicities, sect and almuten are left out
/// threads  any; blocking
Result<NatalDignities> judge_dignities(const sky::Ephemeris& ephemeris,
                                       const DignitiesRequest& request);

struct LotsRequest {
  NatalRequest natal;               ///< its house system has twelve houses
  std::vector<std::size_t> lots{};  ///< into lot_definitions(); empty: all
};

struct NatalLots {
  NatalBasis basis;
  std::vector<astrology::PlacedLot> lots{};  ///< empty when the time of birth is unknown
};

/// errors   as cast_natal_chart
Result<NatalLots> place_natal_lots(const sky::Ephemeris& ephemeris, const LotsRequest& request);

}  // namespace astronova::usecases
