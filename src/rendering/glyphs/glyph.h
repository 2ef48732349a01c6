#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "astrology/western/aspects.h"
#include "astrology/zodiac.h"
#include "rendering/geometry.h"
#include "sky/bodies.h"

namespace astronova::rendering {

/// A path ready to be drawn at any place and size: the commands of an Outline, parsed once.
struct GlyphPath {
  enum class Kind : char { move, line, curve, arc, close };
  struct Command {
    Kind kind{};
    Point end{};            ///< of every kind but close
    Point first, second{};  ///< control points of a curve; for an arc `first` holds the radii
    bool large_arc = false;
    bool sweep = false;
  };
  std::vector<Command> commands;
};

/// A sign drawn in a box of 24 by 24 units.
struct Glyph {
  GlyphPath stroke;
  GlyphPath fill;
};
inline constexpr double glyph_units = 24;

/// A letter that stands on the line y = 21 and is 18 units high.
struct Letter {
  GlyphPath stroke;
  double width = 0;
};
inline constexpr double cap_top_units = 3;
inline constexpr double cap_height_units = 18;
inline constexpr double letter_spacing_units = 3.6;

/// The glyphs, parsed on first use. Threads: any.
const Glyph& glyph_of(sky::Body body);
const Glyph& glyph_of(astrology::Sign sign);
const Glyph& glyph_of(astrology::AspectKind kind);
/// The letter of letter_outlines, or nullptr for a character that is not drawn.
const Letter* letter_of(char character);

/// How wide a line of letters is at a height of its capitals, pen not counted.
double text_width(std::string_view text, double cap_height);

/// Reads path data of absolute commands M L H V C A Z, as Outline has them. Reading ends at what is
/// no such command.
GlyphPath parse_path(std::string_view data);

}  // namespace astronova::rendering
