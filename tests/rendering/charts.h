#pragma once

#include <random>

#include "astrology/western/natal_chart.h"

namespace astronova::rendering::testing {

/// New York, 1990-05-15 10:30 EDT: positions and Placidus cusps as swetest 2.10.03 prints them.
astrology::NatalChart new_york_chart();

/// The same without a time of birth: neither houses nor angles.
astrology::NatalChart new_york_chart_without_time();

/// A chart of bodies alone, the first of sky::Body, at these longitudes.
astrology::NatalChart chart_of(const std::vector<double>& longitudes);

/// Gives a chart angles and twelve cusps.
void set_houses(astrology::NatalChart& chart, double ascendant, double midheaven,
                const std::vector<double>& cusps);

/// Finds all aspects of every kind, angles included.
void find_every_aspect(astrology::NatalChart& chart);

/// Ten to twenty-two bodies, scattered in some charts and crowded in others, with cusps at random
/// or houses of equal size, sometimes Gauquelin sectors, sometimes none.
astrology::NatalChart random_chart(std::mt19937& random);

}  // namespace astronova::rendering::testing
