#pragma once

#include <random>

#include "astrology/matching/compatibility.h"
#include "sky/ephemeris.h"

namespace astronova::testing {

/// Births at random, the same on every machine: instants evenly from 1940 to 2010, latitudes evenly
/// within 60 degrees of the equator, any longitude.
class RandomBirths {
 public:
  explicit RandomBirths(std::uint64_t seed) : random_(seed) {}

  struct Birth {
    JulianDayUt when{};
    sky::GeographicPosition place{};
  };

  Birth next() {
    constexpr double first_day = 2429629.5;  // 1940-01-01
    constexpr double last_day = 2455197.5;   // 2010-01-01
    const double when = between(first_day, last_day);
    const double latitude = between(-60, 60);
    return {{when}, {latitude, between(-180, 180), 0}};
  }

 private:
  double between(double least, double greatest) {
    return least + (greatest - least) * static_cast<double>(random_() >> 11U) * 0x1p-53;
  }

  std::mt19937_64 random_;
};

/// What a birth brings to a match, with its angles.
inline astrology::MatchPoints match_points_of(const sky::Ephemeris& ephemeris,
                                              const RandomBirths::Birth& birth) {
  astrology::NatalSettings settings;
  settings.bodies = astrology::match_bodies();
  settings.aspects = {};
  return match_points(
      *astrology::compute_natal_chart(ephemeris, birth.when, birth.place, settings));
}

/// The same without its angles.
inline astrology::MatchPoints without_angles(astrology::MatchPoints points) {
  points.count = astrology::match_points_max - 2;
  return points;
}

/// The same for somebody whose time of birth is unknown.
inline astrology::MatchPoints without_time(astrology::MatchPoints points) {
  points.has_moon = false;
  return without_angles(points);
}

}  // namespace astronova::testing
