#include "sky/houses/house_cusps.h"

#include <algorithm>
#include <cmath>

#include "base/angle.h"
#include "sky/houses/ecliptic_divisions.h"
#include "sky/houses/equator_divisions.h"
#include "sky/houses/placidus.h"
#include "sky/houses/position_circles.h"

namespace astronova::sky {
namespace {

// Swiss Ephemeris takes a pole for a place this near to it, in degrees: at the pole itself no point
// of the ecliptic rises.
constexpr double nearest_to_pole = 1e-10;

LocalSphere sphere_of(const HouseFrame& frame) {
  const double latitude_max = 90 - nearest_to_pole;
  return {direction_of(frame.armc), direction_of(frame.obliquity),
          direction_of(std::clamp(frame.latitude, -latitude_max, latitude_max))};
}

// The way from the midheaven onwards in the zodiac.
double beyond(double midheaven, double longitude) {
  return turned_into_circle(longitude - midheaven);
}

// Rising: where the horizon's eastern half crosses the ecliptic.
double ascendant_of(const LocalSphere& sphere) {
  return sphere.longitude_on({sphere.latitude.cosine, 0}, sphere.latitude.sine);
}

// Where the prime vertical's western half crosses the ecliptic. Between the tropics that wanders
// into the east, and the opposite point is taken.
double vertex_of(const LocalSphere& sphere, const HouseFrame& frame, double midheaven) {
  const auto [height, width] = sphere.latitude;
  const double vertex = height >= 0 ? sphere.longitude_on({-height, 0}, width)
                                    : sphere.longitude_on({height, 0}, -width);
  if (std::abs(frame.latitude) > frame.obliquity) return vertex;
  const double way = beyond(midheaven, vertex);
  return way > 0 && way < 180.0 ? opposite(vertex) : vertex;
}

Angles angles_on(const LocalSphere& sphere, const HouseFrame& frame) {
  Angles angles;
  angles.midheaven = sphere.longitude_at(sphere.armc);
  angles.ascendant = ascendant_of(sphere);
  angles.vertex = vertex_of(sphere, frame, angles.midheaven);
  angles.east_point = sphere.longitude_at({sphere.armc.cosine, -sphere.armc.sine});
  angles.armc = normalized_degrees(frame.armc);
  return angles;
}

using Twelve = std::array<double, 12>;

Twelve quadrants(const Angles& angles, const IntermediateCusps& between) {
  return quadrant_cusps(angles.ascendant, angles.midheaven, between);
}

// The circles cross the ecliptic where it rises, as the horizon does: cusps follow the ascendant
// when it is turned, and the midheaven with them.
Twelve turned_quadrants(const Angles& angles, const IntermediateCusps& rising, bool is_turned) {
  if (!is_turned) return quadrants(angles, rising);
  return quadrants(angles, {opposite(rising.eleventh), opposite(rising.twelfth),
                            opposite(rising.second), opposite(rising.third)});
}

bool lies_on_position_circles(HouseSystem system) {
  return system == HouseSystem::regiomontanus || system == HouseSystem::campanus ||
         system == HouseSystem::topocentric;
}

bool has_no_polar_houses(HouseSystem system) {
  return system == HouseSystem::placidus || system == HouseSystem::koch;
}

// Puts the ascendant east of the midheaven; true when either had to be turned.
bool turn(Angles& angles, HouseSystem system) {
  if (beyond(angles.midheaven, angles.ascendant) < 180.0) return false;
  angles.ascendant = opposite(angles.ascendant);
  if (lies_on_position_circles(system)) angles.midheaven = opposite(angles.midheaven);
  return true;
}

double start_of_sign(double longitude) {
  return std::floor(longitude / 30) * 30;
}

// None when the system has no solution.
std::optional<Twelve> cusps_of(HouseSystem system, const LocalSphere& sphere, const Angles& angles,
                               bool is_turned) {
  switch (system) {
    case HouseSystem::placidus:
      if (const auto between = placidus_cusps(sphere)) return quadrants(angles, *between);
      return std::nullopt;
    case HouseSystem::koch:
      return quadrants(angles, koch_cusps(sphere));
    case HouseSystem::porphyry:
      return quadrants(angles, porphyry_cusps(angles.ascendant, angles.midheaven));
    case HouseSystem::regiomontanus:
      return turned_quadrants(angles, regiomontanus_cusps(sphere), is_turned);
    case HouseSystem::campanus:
      return turned_quadrants(angles, campanus_cusps(sphere), is_turned);
    case HouseSystem::topocentric:
      return turned_quadrants(angles, topocentric_cusps(sphere), is_turned);
    case HouseSystem::alcabitius:
      return quadrants(angles, alcabitius_cusps(sphere, angles.ascendant));
    case HouseSystem::sripati:
      return sripati_cusps(angles.ascendant, angles.midheaven);
    case HouseSystem::equal:
      return equal_cusps(angles.ascendant);
    case HouseSystem::equal_mc:
      return equal_cusps(turned_into_circle(angles.midheaven + 90));
    case HouseSystem::vehlow:
      return equal_cusps(turned_into_circle(angles.ascendant - 15));
    case HouseSystem::whole_sign:
      return equal_cusps(start_of_sign(angles.ascendant));
    case HouseSystem::equal_aries:
      return equal_cusps(0);
    case HouseSystem::morinus:
      return morinus_cusps(sphere);
    case HouseSystem::meridian:
      return meridian_cusps(sphere);
    case HouseSystem::carter:
      return carter_cusps(sphere, angles.ascendant);
    default:
      return std::nullopt;
  }
}

}  // namespace

Angles angles_of(const HouseFrame& frame) {
  return angles_on(sphere_of(frame), frame);
}

bool is_polar(const HouseFrame& frame) {
  return std::abs(frame.latitude) >= 90 - frame.obliquity;
}

bool has_own_cusps(HouseSystem system) {
  switch (system) {
    case HouseSystem::horizontal:
    case HouseSystem::krusinski:
    case HouseSystem::apc:
    case HouseSystem::gauquelin:
    case HouseSystem::sunshine:
    case HouseSystem::sunshine_makransky:
    case HouseSystem::pullen_sd:
    case HouseSystem::pullen_sr:
    case HouseSystem::savard_a:
      return false;
    default:
      return true;
  }
}

std::optional<Houses> houses_of(const HouseFrame& frame, HouseSystem system) {
  // One variable returned everywhere is built where the caller wants it, without a copy.
  std::optional<Houses> houses;
  if (!has_own_cusps(system)) return houses;
  const LocalSphere sphere = sphere_of(frame);
  houses.emplace();
  houses->requested = system;
  houses->system = has_no_polar_houses(system) && is_polar(frame) ? HouseSystem::porphyry : system;
  houses->angles = angles_on(sphere, frame);
  const bool is_turned = turn(houses->angles, houses->system);
  auto cusps = cusps_of(houses->system, sphere, houses->angles, is_turned);
  if (!cusps) {
    houses->system = HouseSystem::porphyry;
    cusps = cusps_of(HouseSystem::porphyry, sphere, houses->angles, is_turned);
  }
  std::copy(cusps->begin(), cusps->end(), houses->cusps.begin());
  return houses;
}

Houses sidereal_houses(const Houses& tropical, Degrees ayanamsa) {
  Houses houses = tropical;
  const double behind = normalized_degrees(ayanamsa.value);
  const auto shift = [behind](double& longitude) {
    longitude = turned_into_circle(longitude - behind);
  };
  shift(houses.angles.ascendant);
  shift(houses.angles.midheaven);
  shift(houses.angles.vertex);
  shift(houses.angles.east_point);
  if (houses.system == HouseSystem::equal_aries) return houses;
  for (std::size_t i = 0; i < houses.count; ++i)
    shift(houses.cusps[i]);
  if (houses.system == HouseSystem::whole_sign) {
    const auto signs = equal_cusps(start_of_sign(houses.angles.ascendant));
    std::copy(signs.begin(), signs.end(), houses.cusps.begin());
  }
  return houses;
}

}  // namespace astronova::sky
