#pragma once

#include <vector>

#include <gtest/gtest.h>

#include "astrology/western/natal_chart.h"
#include "sky/swiss/swiss_ephemeris.h"

namespace astronova::testing {

/// New York, 1990-05-15, 10:30 EDT: the birth of every worked example in docs/astrology.
inline constexpr JulianDayUt sample_instant{2448027.1041666665};
inline constexpr sky::GeographicPosition sample_place{40.7128, -74.006, 0};

inline const sky::Ephemeris& swiss_sky() {
  static const auto opened = sky::open_swiss_ephemeris(sky::default_ephemeris_directory);
  return **opened;
}

/// The twelve bodies of a chart that names none: Sun to Pluto, Chiron and the true node.
inline sky::Bodies usual_bodies() {
  sky::Bodies bodies;
  for (int i = 0; i <= static_cast<int>(sky::Body::chiron); ++i)
    bodies.push_back(static_cast<sky::Body>(i));
  bodies.push_back(sky::Body::true_node);
  return bodies;
}

inline astrology::NatalChart chart_of(JulianDayUt when, const sky::GeographicPosition& place) {
  astrology::NatalSettings settings;
  settings.bodies = usual_bodies();
  auto chart = astrology::compute_natal_chart(swiss_sky(), when, place, settings);
  EXPECT_TRUE(chart);
  return *std::move(chart);
}

/// The usual bodies as seen from the place of the sample, in their order.
inline std::vector<sky::BodyState> topocentric_states() {
  const auto bodies = usual_bodies();
  std::vector<sky::BodyState> states(bodies.size());
  const sky::Frame frame{sky::Center::topocentric, std::nullopt, sample_place};
  EXPECT_TRUE(swiss_sky().states_at(sample_instant, bodies, frame, states));
  return states;
}

inline const astrology::NatalChart& sample_chart() {
  static const auto chart = chart_of(sample_instant, sample_place);
  return chart;
}

}  // namespace astronova::testing
