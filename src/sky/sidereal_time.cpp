#include "sky/sidereal_time.h"

namespace astronova::sky {

Result<Degrees> greenwich_sidereal_time(const Ephemeris& ephemeris, JulianDayUt when) {
  const auto houses = ephemeris.houses(when, {}, HouseSystem::equal, std::nullopt);
  if (!houses) return houses.error();
  return Degrees{houses->angles.armc};
}

}  // namespace astronova::sky
