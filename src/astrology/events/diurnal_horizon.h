#pragma once

#include "astrology/events/diurnal_paths.h"

namespace astronova::astrology {

/// How high a body stands, without air.
struct Altitude {
  double sine = 0;          ///< of the altitude of its centre
  double distance = 0;      ///< AU, from the place
  double sine_per_day = 0;  ///< by which the Earth's turning alone changes the sine
};

/// A sidereal time, as it is needed.
struct Turned {
  double cosine = 1;
  double sine = 0;
};

/// The sky over a place, as it turns.
/// threads  any
class Horizon {
 public:
  /// The rotation outlives it.
  Horizon(const sky::GeographicPosition& place, const EarthRotation& rotation)
      : place_(place), longitude_(to_radians(place.longitude)), rotation_(rotation) {}

  /// Local apparent sidereal time, radians, counted on without a step.
  double sidereal_time(double day) const { return rotation_.sidereal_time(day) + longitude_; }

  Turned turned(double day) const {
    const double time = sidereal_time(day);
    return {std::cos(time), std::sin(time)};
  }

  Altitude altitude(const GeocentricVector& body, const Turned& turned) const {
    constexpr double radians_in_day = 2 * std::numbers::pi * 1.0027379;
    const auto from_here = body - place_.position(turned.cosine, turned.sine);
    const double distance = length(from_here);
    const auto zenith = place_.zenith(turned.cosine, turned.sine);
    return {dot(from_here, zenith) / distance, distance,
            (body.y * zenith.x - body.x * zenith.y) / distance * radians_in_day};
  }
  Altitude altitude(const GeocentricVector& body, double day) const {
    return altitude(body, turned(day));
  }

 private:
  TurningPlace place_;
  double longitude_;
  const EarthRotation& rotation_;
};

/// A height above the horizon that a body's centre passes: as deep as the air lifts it and its
/// radius reaches.
class HorizonLevel {
 public:
  /// @param depression degrees below the horizon
  /// @param radius     of the body whose upper limb counts, AU; 0 where its centre does
  HorizonLevel(double depression, double radius)
      : cosine_(std::cos(to_radians(depression))),
        sine_(std::sin(to_radians(depression))),
        radius_(radius) {}

  /// Positive above the level, negative below; about the height in radians where it is small.
  double height(const Altitude& altitude) const {
    const double sine_of_radius = radius_ / altitude.distance;
    const double cosine_of_radius = std::sqrt(1 - sine_of_radius * sine_of_radius);
    return altitude.sine + sine_ * cosine_of_radius + cosine_ * sine_of_radius;
  }

 private:
  double cosine_;
  double sine_;
  double radius_;
};

/// Of the disc of a body, AU, as Swiss Ephemeris has them; 0 for what has none.
double disc_radius(sky::Body body);

}  // namespace astronova::astrology
