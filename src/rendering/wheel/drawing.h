#pragma once

#include <span>
#include <string>

#include "astrology/western/natal_chart.h"
#include "rendering/wheel/palette.h"
#include "rendering/wheel/wheel_layout.h"

namespace astronova::rendering {

/// What the parts of a wheel are drawn from, and where to. Each part appends elements that inherit
/// fill="none" and round caps and joins.
struct Drawing {
  std::string& out;
  const astrology::NatalChart& chart;
  const WheelLayout& layout;
  const Palette& palette;
  /// Those to draw: of the chart, or between it and the one around.
  std::span<const astrology::Aspect> aspects;
};

/// The twelve signs, each tinted by its element, and the scale of degrees.
void draw_zodiac(const Drawing& drawing);
/// Cusps, house numbers, angles and the degrees around the wheel; nothing without houses.
void draw_houses(const Drawing& drawing);
/// The bodies' ticks, leaders and columns.
void draw_bodies(const Drawing& drawing);
/// The same of the chart around, in its ring: `around` is the chart of layout.outer_bodies.
void draw_outer_bodies(const Drawing& drawing, const astrology::NatalChart& around);
/// Lines between the places of what is in aspect.
void draw_aspects(const Drawing& drawing);

}  // namespace astronova::rendering
