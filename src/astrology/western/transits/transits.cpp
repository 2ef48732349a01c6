#include "astrology/western/transits/transits.h"

#include "astrology/western/transits/aspect_windows.h"
#include "astrology/western/transits/body_transits.h"

namespace astronova::astrology {

TransitTargets transit_targets(const NatalChart& chart) {
  TransitTargets targets;
  const auto points = aspect_points(chart);
  targets.points.assign(points.begin(), points.end());
  if (chart.houses) {
    const auto cusps = chart.houses->cusp_span();
    targets.cusps.assign(cusps.begin(), cusps.end());
  }
  return targets;
}

Result<Transits> find_transits(const sky::Ephemeris& ephemeris, const TransitTargets& targets,
                               const TransitSettings& settings, JulianDayUt from, JulianDayUt to) {
  const sky::Frame frame{sky::Center::geocentric, settings.ayanamsa, {}};
  Result<Transits> transits{Transits{}};
  for (const auto body : settings.transiting) {
    const auto windows = aspect_windows(body, targets.points, settings.aspects);
    auto done =
        add_transits_of(ephemeris, body, windows, targets.cusps, frame, from, to, *transits);
    if (!done) return done.error();
  }
  return transits;
}

}  // namespace astronova::astrology
