#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "sky/ephemeris.h"

namespace astronova::astrology {

/// On which angle of a place a body stands.
enum class LineAngle : std::uint8_t { ascendant, descendant, midheaven, imum_coeli };
inline constexpr std::size_t line_angle_count = 4;
std::span<const std::string_view> line_angle_names();
std::string_view name_of(LineAngle angle);  ///< "ascendant", ... "imumCoeli"

struct MapPoint {
  double longitude = 0;  ///< degrees, east positive, [-180, 180]
  double latitude = 0;   ///< degrees, north positive, [-90, 90]
};

/// All places of the Earth at which a body stands on one angle at one instant.
struct LocalityLine {
  sky::Body body{};
  LineAngle angle{};
  /// From the south to the north for midheaven and imum coeli, from the northern end to the
  /// southern for ascendant and descendant. Cut where it crosses 180 degrees of longitude, one part
  /// ending on the meridian at +-180 and the next beginning there at the other sign (RFC 7946,
  /// 3.1.9).
  std::vector<std::vector<MapPoint>> parts;
};

struct LineSettings {
  /// Between vertices along the line, degrees of great circle, [0.25, 10].
  double step_degrees = 2;
};

/// The lines of bodies: for each the four angles, in the order of LineAngle.
///   states    geocentric, of the bodies and in their order
///   sidereal  apparent sidereal time of Greenwich, degrees
/// In mundo: by the body's right ascension and declination, not by its degree of the ecliptic. Each
/// vertex is exact (1e-9 degrees): there the body's centre, seen from the Earth's centre, is on the
/// geometric horizon or on the meridian. Rising and setting lines end 90 degrees less the
/// declination from the equator, where they meet.
std::vector<LocalityLine> locality_lines(std::span<const sky::Body> bodies,
                                         std::span<const sky::BodyState> states, double sidereal,
                                         const LineSettings& settings = {});

}  // namespace astronova::astrology
