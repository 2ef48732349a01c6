#include "astrology/events/syzygies.h"

#include <cmath>

#include "sky/search/find_events.h"

namespace astronova::astrology {

Result<std::vector<double>> syzygies_near_nodes(const sky::Ephemeris& ephemeris, double elongation,
                                                double from, double to) {
  using sky::Body;
  const sky::search::Quantity quantity{sky::search::Coordinate::longitude, Body::moon, Body::sun};
  const auto found = sky::search::find_events(ephemeris, {quantity, {elongation}}, {from}, {to});
  if (!found) return found.error();
  std::vector<JulianDayUt> instants;
  for (const auto& event : *found)
    instants.push_back(event.when);
  std::vector<sky::BodyState> moons(instants.size());
  if (auto done = ephemeris.states_of(Body::moon, instants, {}, moons); !done) return done.error();
  // The penumbra of the Moon reaches the Earth up to 1.58 degrees, the Moon that of the Earth up to
  // 1.61.
  constexpr double latitude_max = 1.75;
  std::vector<double> near;
  for (std::size_t i = 0; i < moons.size(); ++i) {
    if (std::abs(moons[i].latitude) < latitude_max) near.push_back(instants[i].value);
  }
  return near;
}

}  // namespace astronova::astrology
