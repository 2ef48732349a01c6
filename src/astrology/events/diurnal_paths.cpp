#include "astrology/events/diurnal_paths.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/angle.h"
#include "sky/sidereal_time.h"

namespace astronova::astrology {
namespace {

// By which the six places around are weighed for the one at a fraction of the step between the
// third and the fourth (Lagrange).
std::array<double, 6> weights_at(double fraction) {
  std::array<double, 6> from{};
  for (std::size_t i = 0; i < from.size(); ++i)
    from[i] = fraction + 2 - static_cast<double>(i);
  const double inner = from[1] * from[2];
  const double outer = from[3] * from[4];
  return {inner * outer * from[5] / -120,
          from[0] * from[2] * outer * from[5] / 24,
          from[0] * from[1] * outer * from[5] / -12,
          from[0] * inner * from[4] * from[5] / 12,
          from[0] * inner * from[3] * from[5] / -24,
          from[0] * inner * outer / 120};
}

// Degrees by which the Earth turns in a day of UT1, to the mean equinox of date.
constexpr double turning = 360.98564736629;

}  // namespace

Result<GeocentricPath> GeocentricPath::of(const sky::Ephemeris& ephemeris, sky::Body body,
                                          double from, double to) {
  GeocentricPath path;
  path.step_ = body == sky::Body::moon ? 0.5 : 1;
  constexpr int beyond = 3;
  path.first_ = from - beyond * path.step_;
  const auto count = static_cast<std::size_t>(std::ceil((to - from) / path.step_)) + 2 * beyond + 1;
  std::vector<JulianDayUt> instants(count);
  for (std::size_t i = 0; i < count; ++i)
    instants[i] = {path.first_ + path.step_ * static_cast<double>(i)};
  std::vector<sky::BodyState> states(count);
  if (auto done = ephemeris.states_of(body, instants, {}, states); !done) return done.error();
  path.places_.resize(count);
  std::ranges::transform(states, path.places_.begin(), vector_of);
  for (std::size_t i = 0; i + 1 < count; ++i) {
    const double angle = angle_between(path.places_[i], path.places_[i + 1]);
    path.fastest_ = std::max(path.fastest_, angle / path.step_);
  }
  return path;
}

GeocentricVector GeocentricPath::at(double day) const {
  const double steps = (day - first_) / step_;
  const auto last = static_cast<double>(places_.size()) - 4;
  const double whole = std::clamp(std::floor(steps), 2.0, last);
  const auto weights = weights_at(steps - whole);
  const auto* place = &places_[static_cast<std::size_t>(whole) - 2];
  GeocentricVector sum;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    sum.x += weights[i] * place[i].x;
    sum.y += weights[i] * place[i].y;
    sum.z += weights[i] * place[i].z;
  }
  return sum;
}

Result<EarthRotation> EarthRotation::of(const sky::Ephemeris& ephemeris, double from, double to) {
  EarthRotation rotation;
  rotation.first_ = from;
  const auto count = static_cast<std::size_t>(std::ceil(to - from)) + 1;
  double begin = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto days = static_cast<double>(i);
    const auto time = sky::greenwich_sidereal_time(ephemeris, {from + days});
    if (!time) return time.error();
    if (i == 0) begin = time->value;
    const double even = begin + turning * days;
    rotation.ahead_.push_back(to_radians(signed_separation_degrees(even, time->value)));
  }
  rotation.ahead_.push_back(rotation.ahead_.back());
  rotation.begin_ = to_radians(begin);
  return rotation;
}

double EarthRotation::sidereal_time(double day) const {
  const double days = day - first_;
  const double last = static_cast<double>(ahead_.size()) - 2;
  const double whole = std::clamp(std::floor(days), 0.0, last);
  const auto index = static_cast<std::size_t>(whole);
  const double ahead = ahead_[index] + (ahead_[index + 1] - ahead_[index]) * (days - whole);
  return begin_ + turning / degrees_in_radian * days + ahead;
}

}  // namespace astronova::astrology
