#include "sky/search/crossings.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/angle.h"

namespace astronova::sky::search {
namespace {

constexpr double circle = 360;
constexpr double infinity = std::numeric_limits<double>::infinity();

// Closer to a target a turn touches it.
constexpr double touch = 1e-7;
// Successive extrema that differ by less are the noise of the values.
constexpr double noise = 3e-7;
// The same turn cannot touch a target again within this time, in days, but where a step of the
// values shows it twice.
constexpr double same_touch_days = 0.5;

std::vector<double> wanted_values(const Query& query) {
  auto values = query.values;
  if (query.every > 0) {
    const auto count = static_cast<int>(std::ceil(circle / query.every - 1e-9));
    for (int i = 0; i < count; ++i)
      values.push_back(i * query.every);
  }
  return values;
}

// Where a curve between two days, at which it lies on either side of a target, takes it: Newton's
// steps, and a halving where one leaves the bracket. Where it steps over the target, the step.
struct Root {
  double day = 0;
  Sample sample;
};

class RootFinder {
 public:
  RootFinder(Curve& curve, double target, bool rises)
      : curve_(curve), target_(target), rises_(rises) {}

  Root find(double low, double high, double guess) {
    Root root{guess, {}};
    double last_step = 0;  // none of Newton's
    constexpr int steps_max = 80;
    for (int i = 0; i < steps_max; ++i) {
      root.sample = curve_.at(root.day);
      const double ahead = root.sample.value - target_;
      ((ahead >= 0) == rises_ ? high : low) = root.day;
      const double step = -ahead / root.sample.rate;
      const double next = root.day + step;
      const bool is_inside = next >= low && next <= high;
      root.day = is_inside ? next : (low + high) / 2;
      if (is_inside ? is_last(step, last_step) : high - low < precision) return root;
      last_step = is_inside ? step : 0;
    }
    return root;
  }

 private:
  // Newton's steps shrink as their squares: what would follow is known from two of them.
  static bool is_last(double step, double last_step) {
    if (std::abs(step) < precision) return true;
    const double shrinking = step / last_step;
    return last_step != 0 && std::abs(step * shrinking * shrinking) < precision;
  }

  static constexpr double precision = 1e-9;

  Curve& curve_;
  double target_;
  bool rises_;
};

}  // namespace

Targets::Targets(std::vector<double> values, bool periodic)
    : values_(std::move(values)), periodic_(periodic) {
  if (periodic_) {
    for (auto& value : values_)
      value = normalized_degrees(value);
  }
  std::ranges::sort(values_);
  constexpr double same = 1e-9;
  const auto repeated =
      std::ranges::unique(values_, [](double a, double b) { return std::abs(a - b) < same; });
  values_.erase(repeated.begin(), repeated.end());
}

double Targets::operator[](std::ptrdiff_t number) const {
  const auto count = std::ssize(values_);
  if (!periodic_ || count == 0) {
    if (number < 0) return -infinity;
    return number < count ? values_[static_cast<std::size_t>(number)] : infinity;
  }
  const auto within = (number % count + count) % count;
  const auto turns = static_cast<double>((number - within) / count);
  return values_[static_cast<std::size_t>(within)] + circle * turns;
}

std::ptrdiff_t Targets::first_above(double value) const {
  if (values_.empty()) return 0;
  const double turns = periodic_ ? std::floor(value / circle) : 0;
  const auto found = std::ranges::upper_bound(values_, value - circle * turns);
  auto number = found - values_.begin() + static_cast<std::ptrdiff_t>(turns) * std::ssize(values_);
  // Whole turns, added and taken away, leave a rounding.
  while ((*this)[number] <= value)
    ++number;
  while ((*this)[number - 1] > value)
    --number;
  return number;
}

Crossings::Crossings(const Query& query, JulianDayUt from, JulianDayUt to)
    : targets_(wanted_values(query), query.quantity.coordinate == Coordinate::longitude),
      periodic_(query.quantity.coordinate == Coordinate::longitude),
      wants_extrema_(query.extrema),
      from_(from),
      to_(to) {}

void Crossings::take_up(Curve& curve, double day) {
  day_ = day;
  const double value = curve.value_at(day);
  if (!begun_) value_ = value;
  begun_ = true;
  offset_ = periodic_ ? circle * std::round((value_ - value) / circle) : 0;
}

void Crossings::go_to(Curve& curve, double day) {
  pass(curve, day, curve.value_at(day) + offset_);
}

void Crossings::go_to_turn(Curve& curve, const Turn& turn) {
  const auto sample = curve.at(turn.day);
  double value = sample.value + offset_;
  const auto kind = turn.maximum ? EventKind::maximum : EventKind::minimum;
  const double target = touched(value, turn.maximum);
  if (std::isfinite(target)) {
    const bool again = !crossings_.empty() && crossings_.back().kind == kind &&
                       std::abs(curve.day_of(crossings_.back().when) - turn.day) < same_touch_days;
    if (!again && !wants_extrema_) note(curve, turn.day, sample, kind, target);
    // The path stays on the side from which it came: that a value equals a target counts as above.
    value = turn.maximum ? std::nextafter(target, -infinity) : target;
  }
  if (wants_extrema_) {
    note(curve, turn.day, sample, kind, std::isfinite(target) ? target : value);
  }
  pass(curve, turn.day, value);
}

// The target that a turn touches, if it came from as far as that; infinity otherwise.
double Crossings::touched(double value, bool maximum) const {
  const double target = targets_[targets_.first_above(value + touch) - 1];
  if (std::abs(target - value) > touch) return infinity;
  const double came_from = maximum ? target - value_ : value_ - target;
  return came_from > touch ? target : infinity;
}

void Crossings::pass(Curve& curve, double day, double value) {
  auto number = targets_.first_above(value_);
  if (value > value_) {
    for (; targets_[number] <= value; ++number)
      note_crossing(curve, targets_[number], day, value);
  } else {
    for (--number; targets_[number] > value; --number)
      note_crossing(curve, targets_[number], day, value);
  }
  day_ = day;
  value_ = value;
}

void Crossings::note_crossing(Curve& curve, double target, double until, double until_value) {
  const bool rises = until_value > value_;
  const double way = until_value - value_;
  const double guess = day_ + (until - day_) * ((target - value_) / way);
  const auto root = RootFinder(curve, target - offset_, rises).find(day_, until, guess);
  note(curve, root.day, root.sample, rises ? EventKind::rising : EventKind::falling, target);
}

void Crossings::note(Curve& curve, double day, const Sample& sample, EventKind kind, double value) {
  const double when = curve.instant_of(day).value;
  const Event event{{std::clamp(when, from_.value, to_.value)},
                    kind,
                    normalized(value),
                    sample.rate,
                    sample.retrograde,
                    sample.other_retrograde};
  const bool turns = kind == EventKind::maximum || kind == EventKind::minimum;
  if (turns && wants_extrema_) return note_extremum(event);
  crossings_.push_back(event);
}

void Crossings::note_extremum(const Event& event) {
  if (!extrema_.empty()) {
    const double difference = event.value - extrema_.back().value;
    const double least = periodic_ ? std::remainder(difference, circle) : difference;
    if (std::abs(least) < noise) {
      extrema_.pop_back();
      return;
    }
  }
  extrema_.push_back(event);
}

double Crossings::normalized(double value) const {
  if (!periodic_) return value;
  const double reduced = normalized_degrees(value);
  return reduced < circle ? reduced : 0;
}

std::vector<Event> Crossings::take_events() {
  if (extrema_.empty()) return std::move(crossings_);
  std::vector<Event> events(crossings_.size() + extrema_.size());
  std::ranges::merge(crossings_, extrema_, events.begin(), {}, &Event::when, &Event::when);
  return events;
}

}  // namespace astronova::sky::search
