#pragma once

#include <span>
#include <string>
#include <vector>

#include "rendering/natal_wheel.h"
#include "rendering/wheel/dial.h"

namespace astronova::rendering {

/// How thick the pen is, pixels. Boxes of labels count it in.
namespace pen {
inline constexpr double body_glyph = 1.75;
inline constexpr double sign_mark = 1.25;
inline constexpr double lettering = 1.15;
inline constexpr double fine_lettering = 1.0;
inline constexpr double angle_name = 1.9;
inline constexpr double zodiac_sign = 2.1;
}  // namespace pen

/// How near a cusp's or an angle's line may come to a label, pixels.
inline constexpr double line_margin = 2.2;

/// One label: a glyph or a line of letters.
struct Label {
  LabelKind kind{};
  std::size_t glyph = 0;  ///< of the body or the sign
  std::string text{};     ///< of the others
  double size = 0;        ///< side of the glyph's box, or height of the capitals
  double width = 0;       ///< of the box, pen included
  double height = 0;
  /// From the wheel's middle to the label's, or farther along the column where upright labels in a
  /// slanting one need more room; unused around the wheel.
  double radius = 0;
  double drop = 0;  ///< how far below the group's middle; only around the wheel
  Point center{};
  Box box{};

  static Label glyph_label(LabelKind kind, std::size_t glyph, double size, double radius);
  static Label text_label(LabelKind kind, std::string text, double cap_height, double pen_width);
};

/// Labels that move around the wheel as one: a body's column, a cusp's degree, a house's number.
/// One without labels is a boundary: a line that others should not be pushed across.
struct LabelGroup {
  std::size_t owner = 0;
  double longitude = 0;  ///< what it marks
  double shown = 0;      ///< where it stands; as near to `longitude` as the others let it
  double scale = 1;
  /// Around the wheel the group's box touches the circle `outside_of` from outside.
  double outside_of = 0;
  /// Whether a column's labels follow each other outward; inward otherwise.
  bool outward = false;
  std::vector<Label> labels{};

  bool is_boundary() const { return labels.empty(); }
  /// Moves the labels to a longitude.
  void place(const Dial& dial, double at);

 private:
  void place_column(Point direction);
};

/// Spreads groups that are ascending by `targets` (the longitudes where they would like to stand)
/// so that none overlaps another, in this order, displaced as little as can be, and places them.
/// Boundaries give way only where the labels between two of them do not fit.
void spread_groups(std::span<LabelGroup> groups, std::span<const double> targets, const Dial& dial);

}  // namespace astronova::rendering
