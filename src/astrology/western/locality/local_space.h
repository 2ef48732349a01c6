#pragma once

#include <span>
#include <vector>

#include "sky/ephemeris.h"
#include "sky/horizon.h"

namespace astronova::astrology {

/// In which direction a body stands from a place.
struct LocalSpaceDirection {
  sky::Body body{};
  sky::HorizontalDirection direction{};
};

/// The directions of bodies, in their order: azimuths from north through east, altitudes true.
///   states  of the bodies; topocentric, so that the directions are those in which one sees them
///   armc    right ascension of the place's midheaven, degrees
std::vector<LocalSpaceDirection> local_space(std::span<const sky::Body> bodies,
                                             std::span<const sky::BodyState> states, double armc,
                                             double latitude);

}  // namespace astronova::astrology
