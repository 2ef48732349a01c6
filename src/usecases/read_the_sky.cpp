#include "usecases/read_the_sky.h"

#include <array>

#include "usecases/default_bodies.h"

namespace astronova::usecases {
namespace {

Result<astrology::MoonPhase> phase_at(const sky::Ephemeris& ephemeris, const SkyRequest& request) {
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
  Sky result;
  result.bodies =
      request.bodies.empty() ? default_bodies(request.center, request.node) : request.bodies;
  result.states.resize(result.bodies.size());
  const sky::Frame frame{request.center, request.ayanamsa,
                         request.place.value_or(sky::GeographicPosition{})};
  if (auto done = ephemeris.states_at(request.when, result.bodies, frame, result.states); !done) {
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
    const auto phase = phase_at(ephemeris, request);
    if (!phase) return phase.error();
    result.moon_phase = *phase;
  }
  return result;
}

}  // namespace astronova::usecases
