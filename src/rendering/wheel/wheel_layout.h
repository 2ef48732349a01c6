#pragma once

#include <array>
#include <optional>
#include <vector>

#include "astrology/western/natal_chart.h"
#include "rendering/wheel/label_group.h"

namespace astronova::rendering {

/// The four angles by the order of LabelBox::owner.
enum class Angle : std::uint8_t { ascendant, descendant, midheaven, imum_coeli };
inline constexpr std::size_t angle_count = 4;

/// Where everything of a wheel stands.
struct WheelLayout {
  Dial dial{0};
  double rim = radius::zodiac_outer;  ///< the outermost circle's radius
  std::vector<LabelGroup> bodies;     ///< ascending by longitude; owner: the placement's index
  /// Likewise, of the chart around, none without one; with its ascendant and its midheaven, whose
  /// owners are the two numbers after the placements'.
  std::vector<LabelGroup> outer_bodies;
  std::vector<LabelGroup> around;         ///< cusps and angles, ascending
  std::vector<LabelGroup> house_numbers;  ///< owner: the house's index
  std::vector<double> cusps;              ///< longitudes; empty without houses
  std::optional<std::array<double, angle_count>> angles;
};

WheelLayout lay_out(const astrology::NatalChart& chart);
/// With a second chart's bodies in a ring around the zodiac.
WheelLayout lay_out(const astrology::NatalChart& chart, const astrology::NatalChart& around);

/// The labels of a layout.
std::vector<LabelBox> label_boxes(const WheelLayout& layout);

/// A longitude that can be drawn: in [0, 360), 0 for what is no number.
double drawable_longitude(double longitude);

}  // namespace astronova::rendering
