#pragma once

#include "base/angle.h"
#include "sky/ephemeris.h"

namespace astronova::sky::swiss {

/// The port's state of what libswe answers: longitude, latitude, distance and their speeds, and of
/// the equatorial coordinates the first two.
inline BodyState state_from(const double* ecliptic, const double* equatorial) {
  return {normalized_degrees(ecliptic[0]),
          ecliptic[1],
          ecliptic[2],
          ecliptic[3],
          ecliptic[4],
          ecliptic[5],
          normalized_degrees(equatorial[0]),
          equatorial[1]};
}

}  // namespace astronova::sky::swiss
