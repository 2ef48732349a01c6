#pragma once

#include <vector>

#include "astrology/western/natal_chart.h"
#include "rendering/wheel/wheel_layout.h"

namespace astronova::rendering {

/// The radius from which columns of a scale reach inward. Small ones begin farther in: what they
/// save goes to their leaders, which a crowd makes long.
double column_outer_edge(double scale);

/// The bodies' labels, each a column along the ray of its place: glyph, degree, sign, minute and
/// retrograde mark. A column keeps to its side of cusps and angles where there is room, and all are
/// drawn smaller when a crowd would carry some too far from where they belong.
std::vector<LabelGroup> body_columns(const astrology::NatalChart& chart, const WheelLayout& layout);

/// The same in the ring around the zodiac: columns reach outward, and keep to their side of the
/// angles alone, whose lines cross the ring.
std::vector<LabelGroup> outer_body_columns(const astrology::NatalChart& chart,
                                           const WheelLayout& layout);
/// The radius from which columns of a scale reach outward there.
double outer_column_edge(double scale);

}  // namespace astronova::rendering
