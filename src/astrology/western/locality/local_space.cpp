#include "astrology/western/locality/local_space.h"

namespace astronova::astrology {

std::vector<LocalSpaceDirection> local_space(std::span<const sky::Body> bodies,
                                             std::span<const sky::BodyState> states, double armc,
                                             double latitude) {
  std::vector<LocalSpaceDirection> directions;
  directions.reserve(bodies.size());
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    directions.push_back(
        {bodies[i], sky::horizontal_direction(states[i].right_ascension, states[i].declination,
                                              armc, latitude)});
  }
  return directions;
}

}  // namespace astronova::astrology
