#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "astrology/western/natal_chart.h"
#include "rendering/geometry.h"

namespace astronova::rendering {

enum class Theme : std::uint8_t { light, dark };

struct WheelOptions {
  Theme theme = Theme::light;
  /// What a screen reader says the picture is; the first 200 characters are used.
  std::string title = "Natal chart";
};

/// The side of the square view box, pixels.
inline constexpr double wheel_size = 800;

/// A natal wheel as a whole SVG document: the ascendant at the left, the zodiac counter-clockwise;
/// without houses 0 degrees Aries at the left, and neither cusps nor angles.
///   content  zodiac with a scale of degrees; cusps, houses and the four angles; every placement
///            with degree, minute (truncated), sign and retrograde mark; aspects between the true
///            places, each kind in its colour, the stronger the nearer to exact
///   form     under 60 KB. Letters and glyphs are paths; there are no fonts, styles, ids or outside
///            resources, so that it may be put into a page, many times over
///   threads  any; pure and deterministic
std::string draw_natal_wheel(const astrology::NatalChart& chart, const WheelOptions& options);

/// What one label of a wheel says.
enum class LabelKind : std::uint8_t {
  body,
  degree,
  sign,
  minute,
  retrograde,
  cusp,
  house_number,
  angle_name,
  angle_degree,
};

/// A label and the upright rectangle that its drawing stays in, in pixels of the view box.
struct LabelBox {
  LabelKind kind{};
  /// The placement, cusp or house (counted from 0), or the angle (ascendant, descendant, midheaven,
  /// imum coeli) that the label belongs to.
  std::size_t owner = 0;
  Box box;
};

/// The labels of the wheel by the layout that draws it. No two overlap.
std::vector<LabelBox> natal_wheel_labels(const astrology::NatalChart& chart);

}  // namespace astronova::rendering
