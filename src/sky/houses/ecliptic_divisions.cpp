#include "sky/houses/ecliptic_divisions.h"

namespace astronova::sky {

std::array<double, 12> equal_cusps(double first) {
  std::array<double, 12> cusps{};
  for (std::size_t i = 0; i < 12; ++i)
    cusps[i] = turned_into_circle(first + 30.0 * static_cast<double>(i));
  return cusps;
}

IntermediateCusps porphyry_cusps(double ascendant, double midheaven) {
  const double upper = turned_into_circle(ascendant - midheaven) / 3;
  const double lower = 60 - upper;
  return {turned_into_circle(midheaven + upper), turned_into_circle(midheaven + 2 * upper),
          turned_into_circle(ascendant + lower), turned_into_circle(ascendant + 2 * lower)};
}

std::array<double, 12> sripati_cusps(double ascendant, double midheaven) {
  const double upper = turned_into_circle(ascendant - midheaven) / 6;
  const double lower = 30 - upper;
  return quadrant_cusps(
      turned_into_circle(ascendant - upper), turned_into_circle(midheaven - lower),
      {turned_into_circle(midheaven + upper), turned_into_circle(midheaven + 3 * upper),
       turned_into_circle(ascendant + lower), turned_into_circle(ascendant + 3 * lower)});
}

std::array<double, 12> quadrant_cusps(double ascendant, double midheaven,
                                      const IntermediateCusps& between) {
  return {ascendant,
          between.second,
          between.third,
          opposite(midheaven),
          opposite(between.eleventh),
          opposite(between.twelfth),
          opposite(ascendant),
          opposite(between.second),
          opposite(between.third),
          midheaven,
          between.eleventh,
          between.twelfth};
}

}  // namespace astronova::sky
