#pragma once

#include <string>

#include "sky/ephemeris.h"
#include "sky/orbits.h"

namespace astronova::sky::swiss {

/// Nodes and apsides by swe_nod_aps_ut, numbered asteroids from the files of the folders ast0,
/// ast1 ... beside the planets' (ast0/se00433s.se1), of which Debian's packages bring none.
/// Threads: as the adapter of the ephemeris.
class SwissOrbits final : public Orbits {
 public:
  /// @param directory holds the .se1 files
  /// @param ephemeris the adapter, of the same files; it owns this object
  SwissOrbits(std::string directory, const Ephemeris& ephemeris)
      : directory_(std::move(directory)), ephemeris_(ephemeris) {}

  Result<OrbitalPoints> points_of(JulianDayUt when, Body body, OrbitMethod method) const override;
  Result<BodyState> asteroid_at(JulianDayUt when, int number, const Frame& frame) const override;
  std::string asteroid_name(int number) const override;

 private:
  Result<void> check_coverage(JulianDayUt when, Body body) const;

  std::string directory_;
  const Ephemeris& ephemeris_;
};

}  // namespace astronova::sky::swiss
