#pragma once

#include <vector>

#include "astrology/western/locality/astrocartography.h"
#include "astrology/western/locality/local_space.h"
#include "usecases/natal_basis.h"

/// Where on Earth: a birth's chart elsewhere. Each of these: errors as cast_natal_chart; threads
/// any, blocking.
namespace astronova::usecases {

struct RelocationRequest {
  NatalRequest natal;
  sky::GeographicPosition place{};  ///< to which the chart is moved
};
/// The chart of the same instant at another place. Without a known time of birth there are no
/// houses in either.
struct Relocation {
  NatalBasis basis;  ///< at the place of birth
  WesternResult western;
  std::vector<Warning> warnings{};
};
Result<Relocation> relocate_chart(const sky::Ephemeris& ephemeris,
                                  const RelocationRequest& request);

struct LinesRequest {
  NatalRequest natal;
  astrology::LineSettings lines{};
};
struct NatalLines {
  NatalBasis basis;
  std::vector<astrology::LocalityLine> lines{};  ///< none without a known time of birth
};
Result<NatalLines> draw_locality_lines(const sky::Ephemeris& ephemeris,
                                       const LinesRequest& request);

struct NatalLocalSpace {
  NatalBasis basis;
  /// From the place of birth, or from another; none without a known time of birth.
  std::vector<astrology::LocalSpaceDirection> directions{};
};
Result<NatalLocalSpace> read_local_space(const sky::Ephemeris& ephemeris,
                                         const NatalRequest& request);

}  // namespace astronova::usecases
