#include "sky/houses/equator_divisions.h"

#include "sky/houses/ecliptic_divisions.h"

namespace astronova::sky {
namespace {

// Of length one.
Direction right_ascension_of(const LocalSphere& sphere, double longitude) {
  const auto [sine, cosine] = direction_of(longitude);
  const double y = sine * sphere.obliquity.cosine;
  const double length = std::sqrt(y * y + cosine * cosine);
  return {y / length, cosine / length};
}

// `carry` gives the longitude of a point of the equator; the first house begins at `first`.
template <class Carry>
std::array<double, 12> divided_equator(Direction first, Carry carry) {
  std::array<double, 12> cusps{};
  Direction point = first;
  for (std::size_t i = 0; i < 6; ++i) {
    cusps[i] = carry(point);
    cusps[i + 6] = opposite(cusps[i]);
    point = point + thirty;
  }
  return cusps;
}

}  // namespace

IntermediateCusps alcabitius_cusps(const LocalSphere& sphere, double ascendant) {
  const auto [sine, cosine] = right_ascension_of(sphere, ascendant) - sphere.armc;
  const Direction third = direction_of_radians(std::atan2(std::abs(sine), cosine) / 3);
  const Direction two_thirds = third + third;
  const auto cusp = [&sphere](Direction hour_angle) {
    return sphere.longitude_at(sphere.armc + hour_angle);
  };
  // Below the horizon a third is 60 degrees less the third above it.
  return {cusp(third), cusp(two_thirds), cusp(sixty + two_thirds),
          cusp(hundred_and_twenty + third)};
}

std::array<double, 12> morinus_cusps(const LocalSphere& sphere) {
  return divided_equator({sphere.armc.cosine, -sphere.armc.sine}, [&sphere](Direction point) {
    return degrees_of({point.sine * sphere.obliquity.cosine, point.cosine});
  });
}

std::array<double, 12> meridian_cusps(const LocalSphere& sphere) {
  return divided_equator({sphere.armc.cosine, -sphere.armc.sine},
                         [&sphere](Direction point) { return sphere.longitude_at(point); });
}

std::array<double, 12> carter_cusps(const LocalSphere& sphere, double ascendant) {
  return divided_equator(right_ascension_of(sphere, ascendant),
                         [&sphere](Direction point) { return sphere.longitude_at(point); });
}

}  // namespace astronova::sky
