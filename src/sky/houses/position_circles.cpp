#include "sky/houses/position_circles.h"

namespace astronova::sky {

// Circles through the north and south points of the horizon that divide the equator into equal
// parts. One that crosses it at an hour angle h has a pole of tan p = tan(latitude) sin h.
IntermediateCusps regiomontanus_cusps(const LocalSphere& sphere) {
  const auto [height, width] = sphere.latitude;
  const auto cusp = [&sphere, height = height, width = width](Direction house) {
    return sphere.longitude_on({house.sine * width, house.cosine * width}, height * house.sine);
  };
  return {cusp(thirty), cusp(sixty), cusp(hundred_and_twenty), cusp(hundred_and_fifty)};
}

// The same circles, dividing the prime vertical: through its point at z from the zenith, a circle
// crosses the equator at tan h = cos(latitude) tan z.
IntermediateCusps campanus_cusps(const LocalSphere& sphere) {
  const auto [height, width] = sphere.latitude;
  const auto cusp = [&sphere, height = height, width = width](Direction house) {
    return sphere.longitude_on({house.sine * width, house.cosine}, height * house.sine);
  };
  return {cusp(thirty), cusp(sixty), cusp(hundred_and_twenty), cusp(hundred_and_fifty)};
}

// Circles at equal steps of the equator whose poles grow in thirds of the tangent of the latitude.
IntermediateCusps topocentric_cusps(const LocalSphere& sphere) {
  const auto [height, width] = sphere.latitude;
  const auto cusp = [&sphere, width = width](Direction house, double pole) {
    return sphere.longitude_on({house.sine * width, house.cosine * width}, pole);
  };
  const double one_third = height / 3;
  const double two_thirds = one_third * 2;
  return {cusp(thirty, one_third), cusp(sixty, two_thirds), cusp(hundred_and_twenty, two_thirds),
          cusp(hundred_and_fifty, one_third)};
}

// The time that the midheaven's degree took from rising to culmination, in thirds: the degrees that
// rose so long before or after the birth. With d for the third of its ascensional difference, the
// horizon is that of the sidereal time armc - 60 - 2d, armc - 30 - d, armc + 30 + d, armc + 60 +
// 2d.
IntermediateCusps koch_cusps(const LocalSphere& sphere) {
  const auto [height, width] = sphere.latitude;
  const double ascensional_difference = std::asin(
      height / width * (sphere.obliquity.sine / sphere.obliquity.cosine) * sphere.armc.sine);
  const Direction third = direction_of_radians(ascensional_difference / 3);
  const Direction two_thirds = third + third;
  const auto cusp = [&sphere, height = height, width = width](Direction house) {
    return sphere.longitude_on({house.sine * width, house.cosine * width}, height);
  };
  return {cusp(thirty - two_thirds), cusp(sixty - third), cusp(hundred_and_twenty + third),
          cusp(hundred_and_fifty + two_thirds)};
}

}  // namespace astronova::sky
