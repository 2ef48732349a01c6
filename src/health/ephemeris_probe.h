#pragma once

#include "health/probe.h"
#include "sky/ephemeris.h"

namespace astronova::health {

/// Has the ephemeris compute a position that is known, from data files opened anew, and compares.
/// The ephemeris must outlive it.
class EphemerisProbe final : public Probe {
 public:
  explicit EphemerisProbe(const sky::Ephemeris& ephemeris) : ephemeris_(ephemeris) {}
  Finding run(std::chrono::milliseconds within) override;

 private:
  const sky::Ephemeris& ephemeris_;
};

}  // namespace astronova::health
