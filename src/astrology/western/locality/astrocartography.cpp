#include "astrology/western/locality/astrocartography.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "base/angle.h"

namespace astronova::astrology {
namespace {

constexpr double line_radians = std::numbers::pi / 180;

constexpr std::array<std::string_view, line_angle_count> line_names{"ascendant", "descendant",
                                                                    "midheaven", "imumCoeli"};

double map_longitude(double degrees) {
  return signed_separation_degrees(0, degrees);
}

// The places from which a body is on the horizon: a great circle around the place that has it in
// the zenith. Its western half sees the body rise, its eastern half sees it set.
class HorizonCircle {
 public:
  HorizonCircle(double zenith_longitude, double declination)
      : zenith_longitude_(zenith_longitude),
        sin_declination_(std::sin(declination * line_radians)),
        cos_declination_(std::cos(declination * line_radians)) {}

  // side  +1 east of the zenith's meridian, -1 west
  std::vector<std::vector<MapPoint>> half(int side, double step_degrees) const {
    std::vector<std::vector<MapPoint>> parts(1);
    const int steps = static_cast<int>(std::ceil(180 / step_degrees));
    double before = 0;
    for (int i = 0; i <= steps; ++i) {
      const double bearing = 180.0 * i / steps;
      const double apart = side * longitude_at(bearing);
      const double longitude = zenith_longitude_ + apart;
      if (i > 0) cut(before, longitude, parts);
      parts.back().push_back({map_longitude(longitude), latitude_at(bearing)});
      before = longitude;
    }
    return parts;
  }

 private:
  double latitude_at(double bearing) const {
    return std::asin(std::clamp(cos_declination_ * std::cos(bearing * line_radians), -1.0, 1.0)) /
           line_radians;
  }

  // From the zenith's meridian, [0, 180].
  double longitude_at(double bearing) const {
    const double across = std::sin(bearing * line_radians);
    const double along = -sin_declination_ * std::cos(bearing * line_radians);
    if (std::abs(across) < 1e-15 && std::abs(along) < 1e-15) return 90;
    return std::atan2(std::abs(across), along) / line_radians;
  }

  // Ends the part at the antimeridian where the way from one longitude to the next crosses it.
  void cut(double from, double to, std::vector<std::vector<MapPoint>>& parts) const {
    const double turn = std::floor((std::min(from, to) - 180) / 360) + 1;
    const double antimeridian = 180 + 360 * turn;
    if (antimeridian <= std::min(from, to) || antimeridian >= std::max(from, to)) return;
    const double apart = (antimeridian - zenith_longitude_) * line_radians;
    const double latitude =
        std::atan(-std::cos(apart) * cos_declination_ / sin_declination_) / line_radians;
    const double ending = to > from ? 180 : -180;
    parts.back().push_back({ending, latitude});
    parts.push_back({{-ending, latitude}});
  }

  double zenith_longitude_;
  double sin_declination_;
  double cos_declination_;
};

std::vector<std::vector<MapPoint>> meridian(double longitude) {
  const double at = map_longitude(longitude);
  return {{{at, -90}, {at, 90}}};
}

}  // namespace

std::span<const std::string_view> line_angle_names() {
  return line_names;
}

std::string_view name_of(LineAngle angle) {
  return line_names.at(static_cast<std::size_t>(angle));
}

std::vector<LocalityLine> locality_lines(std::span<const sky::Body> bodies,
                                         std::span<const sky::BodyState> states, double sidereal,
                                         const LineSettings& settings) {
  std::vector<LocalityLine> lines;
  lines.reserve(bodies.size() * line_angle_count);
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    const double zenith = map_longitude(states[i].right_ascension - sidereal);
    const HorizonCircle circle(zenith, states[i].declination);
    lines.push_back({bodies[i], LineAngle::ascendant, circle.half(-1, settings.step_degrees)});
    lines.push_back({bodies[i], LineAngle::descendant, circle.half(1, settings.step_degrees)});
    lines.push_back({bodies[i], LineAngle::midheaven, meridian(zenith)});
    lines.push_back({bodies[i], LineAngle::imum_coeli, meridian(zenith + 180)});
  }
  return lines;
}

}  // namespace astronova::astrology
