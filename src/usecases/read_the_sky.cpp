#include "usecases/read_the_sky.h"

#include <algorithm>
#include <array>

#include "usecases/default_bodies.h"

namespace astronova::usecases {
namespace {

const sky::BodyState* state_of(const Sky& sky, sky::Body body) {
  const auto found = std::ranges::find(sky.bodies, body);
  return found == sky.bodies.end() ? nullptr : &sky.states.at(sky.bodies.index_of(found));
}

// Geocentric and tropical, whatever else was asked for.
Result<astrology::MoonPhase> phase_at(const sky::Ephemeris& ephemeris, const SkyRequest& request,
                                      const Sky& sky) {
  const auto* sun = state_of(sky, sky::Body::sun);
  const auto* moon = state_of(sky, sky::Body::moon);
  const bool at_hand = request.center == sky::Center::geocentric && !request.ayanamsa;
  if (at_hand && sun && moon) return astrology::moon_phase(*sun, *moon);
  constexpr std::array bodies{sky::Body::sun, sky::Body::moon};
  std::array<sky::BodyState, 2> states;
  const sky::Frame geocentric{};
  if (auto done = ephemeris.states_at(request.when, bodies, geocentric, states); !done) {
    return done.error();
  }
  return astrology::moon_phase(states[0], states[1]);
}

}  // namespace

Result<Sky> read_the_sky(const sky::Ephemeris& ephemeris, const SkyRequest& request) {
  Result<Sky> answer{Sky{}};
  Sky& result = *answer;
  result.bodies =
      request.bodies.empty() ? default_bodies(request.center, request.node) : request.bodies;
  const auto states = std::span{result.states}.first(result.bodies.size());
  const sky::Frame frame{request.center, request.ayanamsa,
                         request.place.value_or(sky::GeographicPosition{})};
  if (auto done = ephemeris.states_at(request.when, result.bodies, frame, states); !done) {
    return done.error();
  }
  result.delta_t = ephemeris.delta_t(request.when);
  if (request.ayanamsa) {
    const auto degrees = ephemeris.ayanamsa(request.when, *request.ayanamsa);
    if (!degrees) return degrees.error();
    result.ayanamsa = *degrees;
  }
  if (request.place) {
    const auto houses = ephemeris.houses(request.when, *request.place, sky::HouseSystem::whole_sign,
                                         request.ayanamsa);
    if (!houses) return houses.error();
    result.ascendant = houses->angles.ascendant;
  }
  if (request.center != sky::Center::heliocentric) {
    const auto phase = phase_at(ephemeris, request, result);
    if (!phase) return phase.error();
    result.moon_phase = *phase;
  }
  return answer;
}

}  // namespace astronova::usecases
