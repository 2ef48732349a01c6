#include "health/ephemeris_probe.h"

#include <cmath>

#include "base/instant.h"

namespace astronova::health {
namespace {

// Saturn on 2015-08-10 at 17:09 UTC, apparent, by JPL Horizons (ObsEcLon and ObsEcLat).
constexpr Instant known_instant =
    std::chrono::sys_days{std::chrono::year{2015} / 8 / 10} + std::chrono::minutes{17 * 60 + 9};
constexpr double known_longitude = 238.340481;
constexpr double known_latitude = 1.9427444;
// A second of arc: Horizons counts from a slightly different ecliptic.
constexpr double tolerance = 1.0 / 3600;

}  // namespace

Finding EphemerisProbe::run(std::chrono::milliseconds /*within*/) {
  const sky::Body body = sky::Body::saturn;
  sky::BodyState state;
  const auto computed =
      ephemeris_.states_at(to_julian_day(known_instant), {&body, 1}, {}, {&state, 1});
  if (!computed) return unhealthy(computed.error().detail);
  const bool is_right = std::abs(state.longitude - known_longitude) < tolerance &&
                        std::abs(state.latitude - known_latitude) < tolerance;
  return is_right ? Finding{} : unhealthy("a known position comes out wrong");
}

}  // namespace astronova::health
