#include "astrology/events/eclipse_geometry.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/angle.h"

namespace astronova::astrology {
namespace {

constexpr double polar_ratio = 1 - earth_flattening;
constexpr double eccentricity_squared = earth_flattening * (2 - earth_flattening);

GeocentricVector unit(const GeocentricVector& vector) {
  return vector * (1 / length(vector));
}

// Of an ellipse about the centre with the semiaxes `across` and `along` the point nearest to one in
// its plane, as an angle of the circle about it.
double nearest_on_ellipse(double across, double along, double x, double y) {
  double angle = std::atan2(y / along, x / across);
  constexpr int steps_max = 8;
  for (int i = 0; i < steps_max; ++i) {
    const double cosine = std::cos(angle);
    const double sine = std::sin(angle);
    // Half the slope of the distance's square, and that slope's.
    const double slope =
        (x - across * cosine) * across * sine - (y - along * sine) * along * cosine;
    const double bend = across * across * sine * sine + along * along * cosine * cosine +
                        (x - across * cosine) * across * cosine + (y - along * sine) * along * sine;
    const double step = slope / bend;
    angle -= step;
    if (std::abs(step) < 1e-12) break;
  }
  return angle;
}

}  // namespace

Luminaries LuminaryReader::at(double day) {
  constexpr std::array bodies{sky::Body::sun, sky::Body::moon};
  std::array<sky::BodyState, 2> states;
  auto done = ephemeris_.states_at({day}, bodies, {}, states);
  if (!done && !failure_) failure_ = done.error();
  return {vector_of(states[0]), vector_of(states[1])};
}

double longitude_below(const GeocentricVector& direction, double sidereal_time) {
  const double ascension = to_degrees(std::atan2(direction.y, direction.x));
  const double turned = normalized_degrees(ascension - sidereal_time);
  return turned >= 180 ? turned - 360 : turned;
}

MoonShadow::MoonShadow(const Luminaries& luminaries)
    : toward_sun_(unit(luminaries.sun - luminaries.moon)),
      east_(unit({-toward_sun_.y, toward_sun_.x, 0})),
      north_(cross(toward_sun_, east_)),
      x_(dot(luminaries.moon, east_)),
      y_(dot(luminaries.moon, north_)) {
  const double apart = length(luminaries.sun - luminaries.moon);
  const double above = dot(luminaries.moon, toward_sun_);
  const double sine_outer = (eclipse_sun_radius + eclipse_moon_radius) / apart;
  const double cosine_outer = std::sqrt(1 - sine_outer * sine_outer);
  const double sine_inner = (eclipse_sun_radius - umbral_moon_radius) / apart;
  const double cosine_inner = std::sqrt(1 - sine_inner * sine_inner);
  penumbra_ = (above * sine_outer + eclipse_moon_radius) / cosine_outer;
  umbra_ = (above * sine_inner - umbral_moon_radius) / cosine_inner;
  umbra_slope_ = sine_inner / cosine_inner;
  const double cosine_declination_squared = 1 - toward_sun_.z * toward_sun_.z;
  find_deepest(eclipse_earth_radius *
               std::sqrt(1 - eccentricity_squared * cosine_declination_squared));
}

void MoonShadow::find_deepest(double semi_minor) {
  const double angle = nearest_on_ellipse(eclipse_earth_radius, semi_minor, x_, y_);
  const double outline_x = eclipse_earth_radius * std::cos(angle);
  const double outline_y = semi_minor * std::sin(angle);
  const double apart = std::hypot(x_ - outline_x, y_ - outline_y);
  const double ratio = y_ / semi_minor;
  const double across = x_ / eclipse_earth_radius;
  const bool meets = across * across + ratio * ratio < 1;
  beyond_outline_ = meets ? -apart : apart;
  const auto foot = meets ? east_ * x_ + north_ * y_ : east_ * outline_x + north_ * outline_y;
  // The ellipsoid is a sphere where lengths along the axis are stretched.
  const GeocentricVector round_foot{foot.x, foot.y, foot.z / polar_ratio};
  const GeocentricVector round_axis{toward_sun_.x, toward_sun_.y, toward_sun_.z / polar_ratio};
  const double a = dot(round_axis, round_axis);
  const double half_b = dot(round_foot, round_axis);
  const double c = dot(round_foot, round_foot) - eclipse_earth_radius * eclipse_earth_radius;
  const double root = std::sqrt(std::max(half_b * half_b - a * c, 0.0));
  deepest_ = foot + toward_sun_ * ((root - half_b) / a);
}

double MoonShadow::umbra_at_deepest() const {
  return umbra_ - dot(deepest_, toward_sun_) * umbra_slope_;
}

ShadowPlace MoonShadow::place(double sidereal_time) const {
  const double beside_axis = std::hypot(deepest_.x, deepest_.y);
  const double latitude = std::atan2(deepest_.z, polar_ratio * polar_ratio * beside_axis);
  return {to_degrees(latitude), longitude_below(deepest_, sidereal_time)};
}

}  // namespace astronova::astrology
