#pragma once

#include <span>
#include <string>
#include <vector>

#include "rendering/natal_wheel.h"

namespace astronova::rendering {

/// The side of the square view box of a wheel of two rings, pixels; its middle is that of a natal
/// wheel, so that the box begins at negative coordinates.
inline constexpr double synastry_wheel_size = 1060;

/// A wheel of two charts: the first as a natal wheel draws it, by its angles and houses, and around
/// the zodiac the bodies, the ascendant and the midheaven of the second. The lines in the middle
/// are the aspects between both.
///   between  from a point of the first to one of the second
///   form     as that of draw_natal_wheel, under 90 KB
///   threads  any; pure and deterministic
std::string draw_synastry_wheel(const astrology::NatalChart& first,
                                const astrology::NatalChart& second,
                                std::span<const astrology::Aspect> between,
                                const WheelOptions& options);

/// The labels by the layout that draws it, in the coordinates of the view box. No two overlap. The
/// second's bodies are of LabelKind::body and so on, too, and come behind the first's; its angles
/// begin with one of LabelKind::angle_name.
std::vector<LabelBox> synastry_wheel_labels(const astrology::NatalChart& first,
                                            const astrology::NatalChart& second);

}  // namespace astronova::rendering
