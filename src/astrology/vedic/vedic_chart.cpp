#include "astrology/vedic/vedic_chart.h"

#include <array>

namespace astronova::astrology {
namespace {

using sky::Body;

constexpr std::array<std::string_view, graha_count> names{
    "sun", "moon", "mars", "mercury", "jupiter", "venus", "saturn", "rahu", "ketu"};

std::array<Body, graha_count> bodies_with(Body node) {
  const Body opposite = node == Body::mean_node ? Body::mean_south_node : Body::true_south_node;
  return {Body::sun,   Body::moon,   Body::mars, Body::mercury, Body::jupiter,
          Body::venus, Body::saturn, node,       opposite};
}

int whole_sign_house(double longitude, double lagna) {
  const int signs = static_cast<int>(sign_of(longitude)) - static_cast<int>(sign_of(lagna)) + 12;
  return signs % 12 + 1;
}

}  // namespace

std::string_view name_of(Graha graha) {
  return names[static_cast<std::size_t>(graha)];
}

Result<VedicChart> compute_vedic_chart(const sky::Ephemeris& ephemeris, JulianDayUt when,
                                       const sky::GeographicPosition& place, bool with_houses,
                                       const VedicSettings& settings) {
  const auto bodies = bodies_with(settings.node);
  const sky::Frame frame{settings.center, settings.ayanamsa, place};
  std::array<sky::BodyState, graha_count> states;
  if (auto done = ephemeris.states_at(when, bodies, frame, states); !done) return done.error();
  const auto ayanamsa = ephemeris.ayanamsa(when, settings.ayanamsa);
  if (!ayanamsa) return ayanamsa.error();

  VedicChart chart;
  chart.ayanamsa = settings.ayanamsa;
  chart.ayanamsa_degrees = ayanamsa->value;
  if (with_houses) {
    const auto houses =
        ephemeris.houses(when, place, sky::HouseSystem::whole_sign, settings.ayanamsa);
    if (!houses) return houses.error();
    chart.lagna = houses->angles.ascendant;
  }
  for (std::size_t i = 0; i < graha_count; ++i) {
    GrahaPlacement placement{static_cast<Graha>(i), states[i], nakshatra_of(states[i].longitude),
                             std::nullopt};
    if (chart.lagna) placement.house = whole_sign_house(states[i].longitude, *chart.lagna);
    chart.grahas.push_back(placement);
  }
  return chart;
}

}  // namespace astronova::astrology
