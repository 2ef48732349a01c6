#include "usecases/birth_moment.h"

#include <utility>

namespace astronova::usecases {

Result<BirthMoment> read_the_clock(const sky::Ephemeris& ephemeris, const BirthData& birth) {
  auto moment = places::resolve(birth.civil);
  if (!moment) return moment.error();
  const auto julian_day = to_julian_day(moment->utc);
  return BirthMoment{std::move(*moment), julian_day, ephemeris.delta_t(julian_day)};
}

}  // namespace astronova::usecases
