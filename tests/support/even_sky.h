#pragma once

#include <cmath>

#include "base/angle.h"
#include "sky/ephemeris.h"

namespace astronova::testing {

/// A sky whose bodies move evenly, each at a speed of its own: as quick as can be, without files
/// and without an allocation, so that what is measured or counted around it is all that there is.
class EvenSky final : public sky::Ephemeris {
 public:
  Result<void> states_at(JulianDayUt when, std::span<const sky::Body> bodies,
                         const sky::Frame& /*frame*/,
                         std::span<sky::BodyState> states) const override {
    for (std::size_t i = 0; i < bodies.size(); ++i)
      states[i] = state_of(when, bodies[i]);
    return {};
  }

  Result<void> states_of(sky::Body body, std::span<const JulianDayUt> instants,
                         const sky::Frame& /*frame*/,
                         std::span<sky::BodyState> states) const override {
    for (std::size_t i = 0; i < instants.size(); ++i)
      states[i] = state_of(instants[i], body);
    return {};
  }

  Result<sky::Houses> houses(JulianDayUt when, const sky::GeographicPosition& place,
                             sky::HouseSystem system,
                             std::optional<sky::Ayanamsa> /*ayanamsa*/) const override {
    sky::Houses houses;
    houses.system = houses.requested = system;
    const double ascendant = normalized_degrees(when.value * 360.9856 + place.longitude);
    for (std::size_t i = 0; i < houses.count; ++i)
      houses.cusps.at(i) = normalized_degrees(ascendant + 30 * static_cast<double>(i));
    houses.angles = {ascendant, houses.cusps[9], houses.cusps[6], ascendant, houses.cusps[9]};
    return houses;
  }

  Result<Degrees> ayanamsa(JulianDayUt /*when*/, sky::Ayanamsa /*which*/) const override {
    return Degrees{23.85};
  }

  Seconds delta_t(JulianDayUt when) const override { return {when.value * 1e-5}; }

  std::optional<sky::Coverage> coverage(sky::Body /*body*/) const override {
    return sky::Coverage{{0}, {5e6}};
  }

  std::string_view provenance() const override { return "bodies in even motion"; }

 private:
  static sky::BodyState state_of(JulianDayUt when, sky::Body body) {
    const double speed = 13.2 / (1 + static_cast<double>(body) * static_cast<double>(body));
    const double longitude =
        normalized_degrees(when.value * speed + 137.5 * static_cast<double>(body));
    return {.longitude = longitude,
            .latitude = longitude / 90 - 2,
            .distance = 1 + 0.37 * static_cast<double>(body),
            .longitude_speed = speed - 0.1,
            .latitude_speed = 0,
            .distance_speed = 0,
            .right_ascension = longitude,
            .declination = longitude / 8 - 22};
  }
};

}  // namespace astronova::testing
