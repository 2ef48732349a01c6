#pragma once

#include <array>
#include <string>

#include "sky/ephemeris.h"

namespace astronova::sky::swiss {

/// Single values of Swiss Ephemeris, of which the table ephemeris is made.
///
/// Threads: as the adapter, libswe's state is per thread and each call sets what it needs.
/// Errors: data_missing when the files do not answer.
class Sampler {
 public:
  /// @param directory holds the .se1 files
  explicit Sampler(std::string directory) : directory_(std::move(directory)) {}

  /// Geocentric, apparent, of the ecliptic and mean equinox of date: longitude and latitude in
  /// degrees, distance in AU. The true longitude is this one plus the nutation in longitude
  /// (swe_calc with SEFLG_NONUT).
  Result<std::array<double, 3>> position(JulianDayTt when, Body body) const;

  /// Nutation in longitude and true obliquity of the ecliptic, degrees (SE_ECL_NUT).
  Result<std::array<double, 2>> orientation(JulianDayTt when) const;

  /// Apparent sidereal time of Greenwich, degrees, [0, 360) (swe_sidtime).
  double sidereal_time(JulianDayUt when) const;

  /// TT - UT1, seconds (swe_deltat_ex).
  Seconds delta_t(JulianDayUt when) const;

  /// Tropical minus sidereal longitude of the ecliptic of date without nutation, degrees
  /// (swe_get_ayanamsa_ex with SEFLG_NONUT).
  Result<Degrees> mean_ayanamsa(JulianDayTt when, Ayanamsa which) const;

  /// Where the Moon's file changes from one polynomial to the next around an instant: every
  /// `length` days from `first` on. The osculating points of the orbit jump there.
  struct Segments {
    double first = 0;
    double length = 0;
  };
  Result<Segments> moon_segments(JulianDayTt around) const;

 private:
  std::string directory_;
};

}  // namespace astronova::sky::swiss
