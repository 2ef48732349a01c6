#pragma once

#include <array>
#include <string_view>

#include "rendering/natal_wheel.h"

namespace astronova::rendering {

/// The colours of a theme, "#rrggbb". Contrast by WCAG 2.2: what is read has at least 4.5 to 1 on
/// what it is drawn on, what is only seen (aspect lines) at least 3 to 1.
struct Palette {
  std::string_view paper;
  std::string_view ink;
  std::string_view soft_ink;  ///< minutes, cusp degrees, house numbers
  std::string_view line;      ///< the circles of the rings
  std::string_view hairline;  ///< cusps, leaders, small ticks
  std::string_view house_ring;
  std::string_view retrograde;
  std::array<std::string_view, 4> element_tint;  ///< by astrology::Element
  std::array<std::string_view, 4> element_ink;
  std::array<std::string_view, astrology::aspect_kind_count> aspect;
};

const Palette& palette_of(Theme theme);

}  // namespace astronova::rendering
