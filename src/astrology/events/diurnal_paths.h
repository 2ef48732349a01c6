#pragma once

#include <vector>

#include "astrology/events/geocentric_vector.h"
#include "sky/ephemeris.h"

namespace astronova::astrology {

/// The apparent way of a body through a stretch of time, read from the ephemeris at every half day
/// (the Moon) or day, and in between from the polynomial of fifth degree through the six places
/// around: within 0.01 arc seconds.
/// threads  any, once made
class GeocentricPath {
 public:
  /// errors  those of sky::Ephemeris; up to three steps beyond the range are asked for
  static Result<GeocentricPath> of(const sky::Ephemeris& ephemeris, sky::Body body, double from,
                                   double to);

  /// AU. The day lies in the range.
  GeocentricVector at(double day) const;

  /// By how much the direction changes at most from one reading to the next, radians a day.
  double fastest() const { return fastest_; }

 private:
  double first_ = 0;
  double step_ = 1;
  double fastest_ = 0;
  std::vector<GeocentricVector> places_;
};

/// How the Earth turns through a stretch of time: Greenwich apparent sidereal time, read at every
/// day and in between from the straight line: within 0.01 arc seconds.
/// threads  any, once made
class EarthRotation {
 public:
  /// errors  those of sky::Ephemeris
  static Result<EarthRotation> of(const sky::Ephemeris& ephemeris, double from, double to);

  /// Radians, counted on without a step. The day lies in the range.
  double sidereal_time(double day) const;

 private:
  double first_ = 0;
  std::vector<double> ahead_;  // of an even turning, radians, at each day
  double begin_ = 0;           // radians
};

}  // namespace astronova::astrology
