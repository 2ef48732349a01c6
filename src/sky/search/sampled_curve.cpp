#include "sky/search/sampled_curve.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace astronova::sky::search {
namespace {

bool follows_the_moon(Body body) {
  return body == Body::moon || body == Body::true_node || body == Body::true_south_node ||
         body == Body::true_lilith;
}

// A fit of sixteen terms meets the body's path in so many days, and in these it goes less than a
// third of the way around: the Moon's 15.4 degrees a day and, from the Sun, Mercury's 6.3 are most.
double stretch_days(Body body, Center center) {
  if (center == Center::topocentric) return 0.5;  // the observer goes around in one day
  if (follows_the_moon(body)) return 4;
  if (body == Body::mercury) return 16;
  return body <= Body::mars || body == Body::earth ? 24 : 32;
}

class SampledCurve final : public Curve {
 public:
  SampledCurve(const Ephemeris& ephemeris, const Quantity& quantity, const Frame& frame)
      : ephemeris_(ephemeris), frame_(frame), coordinate_(quantity.coordinate) {
    bodies_[0] = quantity.body;
    days_ = stretch_days(quantity.body, frame.center);
    if (!quantity.other) return;
    bodies_[1] = *quantity.other;
    signs_[1] = quantity.combination == Combination::sum ? 1 : -1;
    count_ = 2;
    days_ = std::min(days_, stretch_days(*quantity.other, frame.center));
  }

  double day_of(JulianDayUt when) override { return when.value; }
  JulianDayUt instant_of(double day) override { return {day}; }

  double enter(double begin) override {
    ask(begin);
    for (std::size_t i = 0; i < count_; ++i)
      origins_[i] = states_[i].longitude;
    return begin + days_;
  }

  std::optional<bool> certainly_rises() const override { return std::nullopt; }

  // Swiss Ephemeris's Moon trembles by a 1000th of an arc second, a third of this.
  double noise() const override { return 1e-6; }

  double value_at(double day) override {
    ask(day);
    double value = 0;
    for (std::size_t i = 0; i < count_; ++i)
      value += signs_[i] * number_of(i);
    return value;
  }

  Sample at(double day) override {
    Sample sample;
    const bool has_rate =
        coordinate_ == Coordinate::longitude || coordinate_ == Coordinate::latitude;
    if (!has_rate) sample.rate = difference_quotient(day);
    sample.value = value_at(day);
    for (std::size_t i = 0; i < count_ && has_rate; ++i)
      sample.rate += signs_[i] * rate_of(i);
    if (coordinate_ == Coordinate::longitude || coordinate_ == Coordinate::longitude_speed) {
      sample.retrograde = states_[0].longitude_speed < 0;
      sample.other_retrograde = count_ > 1 && states_[1].longitude_speed < 0;
    }
    return sample;
  }

  std::optional<Error> failure() const override { return failure_; }

 private:
  void ask(double day) {
    const std::span bodies(bodies_.data(), count_);
    const std::span states(states_.data(), count_);
    auto done = ephemeris_.states_at({day}, bodies, frame_, states);
    if (!done) failure_ = done.error();
  }

  double number_of(std::size_t i) const {
    const auto& state = states_.at(i);
    switch (coordinate_) {
      case Coordinate::longitude:
        return origins_.at(i) + std::remainder(state.longitude - origins_.at(i), 360.0);
      case Coordinate::longitude_speed:
        return state.longitude_speed;
      case Coordinate::latitude:
        return state.latitude;
      case Coordinate::declination:
        break;
    }
    return state.declination;
  }

  double rate_of(std::size_t i) const {
    const auto& state = states_.at(i);
    return coordinate_ == Coordinate::longitude ? state.longitude_speed : state.latitude_speed;
  }

  // Of the fourth order.
  double difference_quotient(double day) {
    constexpr double step = 0.01;
    const double near = value_at(day + step) - value_at(day - step);
    const double far = value_at(day + 2 * step) - value_at(day - 2 * step);
    return (8 * near - far) / (12 * step);
  }

  const Ephemeris& ephemeris_;
  Frame frame_;
  Coordinate coordinate_;
  std::array<Body, 2> bodies_{};
  std::array<double, 2> signs_{1, 1};
  std::array<double, 2> origins_{};
  std::array<BodyState, 2> states_{};
  std::size_t count_ = 1;
  double days_ = 0;
  std::optional<Error> failure_;
};

}  // namespace

std::unique_ptr<Curve> sampled_curve(const Ephemeris& ephemeris, const Quantity& quantity,
                                     const Frame& frame) {
  return std::make_unique<SampledCurve>(ephemeris, quantity, frame);
}

}  // namespace astronova::sky::search
