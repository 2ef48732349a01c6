#include "health/ephemeris_probe.h"

#include <cmath>
#include <future>

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

Finding find(const sky::Ephemeris& ephemeris) {
  const sky::Body body = sky::Body::saturn;
  sky::BodyState state;
  const auto computed =
      ephemeris.states_at(to_julian_day(known_instant), {&body, 1}, {}, {&state, 1});
  if (!computed) return unhealthy(computed.error().detail);
  const bool is_right = std::abs(state.longitude - known_longitude) < tolerance &&
                        std::abs(state.latitude - known_latitude) < tolerance;
  return is_right ? Finding{} : unhealthy("a known position comes out wrong");
}

}  // namespace

Finding EphemerisProbe::run(std::chrono::milliseconds /*within*/) {
  // On a thread of its own, which has to open the data files: one that has them open could go on
  // with files that others no longer find.
  return std::async(std::launch::async, find, std::cref(ephemeris_)).get();
}

}  // namespace astronova::health
