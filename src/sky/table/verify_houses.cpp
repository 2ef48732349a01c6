#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <random>

#include "sky/table/verify_table.h"

namespace astronova::sky::table {
namespace {

constexpr double arc_seconds = 3600;
constexpr double latitude_most = 66;

constexpr std::array main_systems{HouseSystem::placidus,   HouseSystem::koch,
                                  HouseSystem::porphyry,   HouseSystem::regiomontanus,
                                  HouseSystem::campanus,   HouseSystem::equal,
                                  HouseSystem::whole_sign, HouseSystem::alcabitius,
                                  HouseSystem::morinus,    HouseSystem::topocentric};

double angle(double difference) {
  return std::abs(std::remainder(difference, 360.0)) * arc_seconds;
}

double radians(double degrees) {
  return degrees * std::numbers::pi / 180;
}

double degrees(double radians) {
  return radians * 180 / std::numbers::pi;
}

void widen(const Houses& a, const Houses& b, HouseDifferences& most) {
  for (std::size_t i = 0; i < a.count; ++i)
    most.cusps = std::max(most.cusps, angle(a.cusps[i] - b.cusps[i]));
  for (const auto member : {&Angles::ascendant, &Angles::midheaven, &Angles::vertex,
                            &Angles::east_point, &Angles::armc}) {
    most.angles = std::max(most.angles, angle(a.angles.*member - b.angles.*member));
  }
}

// By what a point of the ecliptic, having crossed the horizon `thirds` of its half arc short of the
// meridian, misses that: with libm's functions and no iteration.
double misses_placidus(double cusp, const Houses& houses, double latitude, double obliquity,
                       double thirds, bool above) {
  const double sine = std::sin(radians(cusp));
  const double right_ascension =
      degrees(std::atan2(sine * std::cos(radians(obliquity)), std::cos(radians(cusp))));
  const double tangent = std::tan(std::asin(sine * std::sin(radians(obliquity))));
  const double difference = degrees(std::asin(std::tan(radians(latitude)) * tangent));
  const double way = above ? (90 + difference) * thirds / 3 : 180 - (90 - difference) * thirds / 3;
  return angle(right_ascension - houses.angles.armc - way);
}

double placidus_misses(const Houses& houses, double latitude, double obliquity) {
  const auto misses = [&](std::size_t house, double thirds, bool above) {
    return misses_placidus(houses.cusps[house - 1], houses, latitude, obliquity, thirds, above);
  };
  return std::max(
      {misses(11, 1, true), misses(12, 2, true), misses(2, 2, false), misses(3, 1, false)});
}

// From the midheaven: tan(longitude) cos(obliquity) = tan(armc).
double obliquity_of(const Houses& houses) {
  const double midheaven = radians(houses.angles.midheaven);
  const double armc = radians(houses.angles.armc);
  return degrees(std::acos(std::clamp(std::tan(armc) / std::tan(midheaven), -1.0, 1.0)));
}

}  // namespace

Result<std::vector<HouseDifferences>> verify_houses(const Ephemeris& table,
                                                    const Ephemeris& reference,
                                                    const VerifySettings& settings) {
  std::vector<HouseDifferences> all;
  all.reserve(main_systems.size());
  for (const auto system : main_systems)
    all.push_back({system});
  std::mt19937_64 random(settings.seed);
  std::uniform_real_distribution<double> day(settings.first.value, settings.last.value);
  std::uniform_real_distribution<double> latitude(-latitude_most, latitude_most);
  std::uniform_real_distribution<double> longitude(-180, 180);
  for (std::uint64_t i = 0; i < settings.instants; ++i) {
    const JulianDayUt when{day(random)};
    const GeographicPosition place{latitude(random), longitude(random), 0};
    for (auto& most : all) {
      const auto ours = table.houses(when, place, most.system, std::nullopt);
      const auto theirs = reference.houses(when, place, most.system, std::nullopt);
      if (!ours || !theirs) return ours ? theirs.error() : ours.error();
      widen(*ours, *theirs, most);
      // Near the quadrants' ends the obliquity cannot be had from the midheaven.
      const double beside = std::abs(std::remainder(ours->angles.armc, 90.0));
      if (most.system == HouseSystem::placidus && beside > 20) {
        most.from_definition = std::max(
            most.from_definition, placidus_misses(*ours, place.latitude, obliquity_of(*ours)));
      }
    }
  }
  return all;
}

Result<std::vector<double>> verify_ayanamsas(const Ephemeris& table, const Ephemeris& reference,
                                             const VerifySettings& settings) {
  std::vector<double> most(ayanamsa_count, 0.0);
  std::mt19937_64 random(settings.seed);
  std::uniform_real_distribution<double> day(settings.first.value, settings.last.value);
  for (std::uint64_t i = 0; i < settings.instants; ++i) {
    const JulianDayUt when{day(random)};
    for (std::size_t j = 0; j < ayanamsa_count; ++j) {
      const auto ours = table.ayanamsa(when, static_cast<Ayanamsa>(j));
      const auto theirs = reference.ayanamsa(when, static_cast<Ayanamsa>(j));
      if (!ours || !theirs) return ours ? theirs.error() : ours.error();
      most[j] = std::max(most[j], angle(ours->value - theirs->value));
    }
  }
  return most;
}

}  // namespace astronova::sky::table
