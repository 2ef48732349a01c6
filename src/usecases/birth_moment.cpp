#include "usecases/birth_moment.h"

namespace astronova::usecases {

Result<BirthMoment> read_the_clock(const sky::Ephemeris& ephemeris, const BirthData& birth) {
  const auto at = [&](const places::Moment& moment) {
    const auto julian_day = to_julian_day(moment.utc);
    return BirthMoment{moment, julian_day, ephemeris.delta_t(julian_day)};
  };
  if (birth.moment) return at(*birth.moment);
  const auto moment = places::resolve(birth.civil);
  if (!moment) return moment.error();
  return at(*moment);
}

}  // namespace astronova::usecases
