#pragma once

#include <array>
#include <string_view>

namespace astronova::rendering {

/// The drawing of a glyph in a box of 24 by 24 units, y downward, as SVG path data of absolute
/// commands M L H V C A Z. `stroke` is drawn with a round pen of about 1.7 units, `fill` with the
/// same pen and filled.
struct Outline {
  std::string_view stroke{};
  std::string_view fill{};
};

/// By the order of sky::Body. Lilith of the mean apogee is the filled crescent, of the true one
/// the open crescent.
extern const std::array<Outline, 22> body_outlines;
/// By the order of astrology::Sign.
extern const std::array<Outline, 12> sign_outlines;
/// By the order of astrology::AspectKind.
extern const std::array<Outline, 11> aspect_outlines;

/// A letter, digit or mark of the lettering: capitals stand on y = 21 and reach y = 3, their left
/// edge is at x = 0 and the pen moves on by `width` and the lettering's own spacing.
struct LetterOutline {
  char letter;  ///< '0' to '9', A C D I M, 'o' for the degree sign, '\'' for the minute sign,
                ///< 'x' for the retrograde mark (R with a crossed leg)
  double width;
  std::string_view stroke;
};
extern const std::array<LetterOutline, 18> letter_outlines;

}  // namespace astronova::rendering
