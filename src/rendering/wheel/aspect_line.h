#pragma once

#include <span>
#include <vector>

#include "astrology/western/aspects.h"
#include "rendering/geometry.h"

namespace astronova::rendering {

/// An aspect on the page: a line between the true places of two points.
struct AspectLine {
  astrology::AspectKind kind{};
  std::size_t strength = 0;  ///< 0 for the loosest
  double from_longitude = 0;
  double to_longitude = 0;
  Point from;
  Point to;
};

/// A glyph on the line that it names.
struct AspectMark {
  astrology::AspectKind kind{};
  Point center;
};
inline constexpr double aspect_mark_size = 11;
/// What is kept free of lines around a mark.
inline constexpr double aspect_mark_radius = 7.8;

/// Where glyphs find room near the middles of the lines, the strongest lines first: off every other
/// line and mark. None in a web too dense for them.
std::vector<AspectMark> aspect_marks(std::span<const AspectLine> lines);

}  // namespace astronova::rendering
