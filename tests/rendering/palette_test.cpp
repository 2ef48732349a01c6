#include "rendering/wheel/palette.h"

#include <algorithm>
#include <cmath>
#include <string>

#include <gtest/gtest.h>

namespace astronova::rendering {
namespace {

/// Relative luminance by WCAG 2.2.
double luminance(std::string_view color) {
  const auto channel = [&](std::size_t at) {
    const double value = std::stoi(std::string(color.substr(at, 2)), nullptr, 16) / 255.0;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

double contrast(std::string_view a, std::string_view b) {
  const auto [darker, lighter] = std::minmax({luminance(a), luminance(b)});
  return (lighter + 0.05) / (darker + 0.05);
}

class PaletteTest : public ::testing::TestWithParam<Theme> {};

TEST_P(PaletteTest, LetsWhatIsReadStandOut) {
  const Palette& palette = palette_of(GetParam());
  EXPECT_GE(contrast(palette.ink, palette.paper), 7);
  EXPECT_GE(contrast(palette.soft_ink, palette.paper), 4.5);
  EXPECT_GE(contrast(palette.soft_ink, palette.house_ring), 4.5);
  EXPECT_GE(contrast(palette.retrograde, palette.paper), 4.5);
  for (std::size_t element = 0; element < palette.element_ink.size(); ++element) {
    EXPECT_GE(contrast(palette.element_ink[element], palette.paper), 4.5);
    EXPECT_GE(contrast(palette.element_ink[element], palette.element_tint[element]), 4.5);
  }
}

TEST_P(PaletteTest, LetsAspectLinesBeSeen) {
  const Palette& palette = palette_of(GetParam());
  for (const auto color : palette.aspect)
    EXPECT_GE(contrast(color, palette.paper), 3) << color;
}

INSTANTIATE_TEST_SUITE_P(BothThemes, PaletteTest, ::testing::Values(Theme::light, Theme::dark));

}  // namespace
}  // namespace astronova::rendering
