#pragma once

#include <string>

#include "rendering/wheel/palette.h"

namespace astronova::rendering {

/// Begins the SVG document of a wheel whose view box is a square, and the group that its parts are
/// drawn in; append_wheel_foot ends both.
void append_wheel_head(std::string& out, const WheelOptions& options, const Palette& palette,
                       const Box& view);
void append_wheel_foot(std::string& out);

}  // namespace astronova::rendering
