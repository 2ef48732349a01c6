#include "sky/replaceable_ephemeris.h"

#include <utility>

namespace astronova::sky {

ReplaceableEphemeris::ReplaceableEphemeris(std::unique_ptr<Ephemeris> first)
    : current_(first.get()) {
  all_.push_back(std::move(first));
}

void ReplaceableEphemeris::replace(std::unique_ptr<Ephemeris> next) {
  const std::lock_guard lock(mutex_);
  all_.push_back(std::move(next));
  current_.store(all_.back().get(), std::memory_order_release);
}

Result<void> ReplaceableEphemeris::states_at(JulianDayUt when, std::span<const Body> bodies,
                                             const Frame& frame,
                                             std::span<BodyState> states) const {
  return current().states_at(when, bodies, frame, states);
}

Result<void> ReplaceableEphemeris::states_of(Body body, std::span<const JulianDayUt> instants,
                                             const Frame& frame,
                                             std::span<BodyState> states) const {
  return current().states_of(body, instants, frame, states);
}

Result<Houses> ReplaceableEphemeris::houses(JulianDayUt when, const GeographicPosition& place,
                                            HouseSystem system,
                                            std::optional<Ayanamsa> ayanamsa) const {
  return current().houses(when, place, system, ayanamsa);
}

Result<Degrees> ReplaceableEphemeris::ayanamsa(JulianDayUt when, Ayanamsa which) const {
  return current().ayanamsa(when, which);
}

Seconds ReplaceableEphemeris::delta_t(JulianDayUt when) const {
  return current().delta_t(when);
}

std::optional<Coverage> ReplaceableEphemeris::coverage(Body body) const {
  return current().coverage(body);
}

std::string_view ReplaceableEphemeris::provenance() const {
  return current().provenance();
}

const Polynomials* ReplaceableEphemeris::polynomials(const Frame& frame) const {
  return current().polynomials(frame);
}

const FixedStars* ReplaceableEphemeris::fixed_stars() const {
  return current().fixed_stars();
}

const Orbits* ReplaceableEphemeris::orbits() const {
  return current().orbits();
}

}  // namespace astronova::sky
