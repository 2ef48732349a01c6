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

constexpr double precision = 1e-9;  // days

// Newton's steps shrink as their squares: what would follow is known from two of them.
bool is_last(double step, double last_step) {
  if (std::abs(step) < precision) return true;
  const double shrinking = step / last_step;
  return last_step != 0 && std::abs(step * shrinking * shrinking) < precision;
}

// On which day a curve that only rises or only falls takes a value, about: the cubic through two of
// its points that has their rates.
class InverseCubic {
 public:
  struct End {
    double day = 0;
    double value = 0;
    double rate = 0;
  };

  InverseCubic(const End& begin, const End& end) : begin_(begin), days_(end.day - begin.day) {
    const double way = end.value - begin.value;
    per_degree_ = 1 / way;
    // Steeper it would turn.
    begin_days_ = std::clamp(way / begin.rate, 0.0, 3 * days_);
    end_days_ = std::clamp(way / end.rate, 0.0, 3 * days_);
  }

  double day_of(double value) const {
    const double u = (value - begin_.value) * per_degree_;
    const double rest = 1 - u;
    return begin_.day + u * u * (3 - 2 * u) * days_ + u * rest * rest * begin_days_ -
           u * u * rest * end_days_;
  }

 private:
  End begin_;
  double per_degree_ = 0;  // or whatever the value's unit is
  double days_ = 0;
  double begin_days_ = 0;
  double end_days_ = 0;
};

// Where a curve between two days, at which it lies on either side of a target, takes it: Newton's
// steps, and a halving where one leaves the bracket. Where it steps over the target, the step.
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

void Targets::Place::go(std::ptrdiff_t step) {
  index_ += step;
  const auto count = std::ssize(targets_->values_);
  if (targets_->periodic_ && count > 0 && (index_ < 0 || index_ == count)) {
    turned_ += index_ < 0 ? -circle : circle;
    index_ = index_ < 0 ? count - 1 : 0;
  }
  read();
}

void Targets::Place::read() {
  const auto& values = targets_->values_;
  if (index_ < 0) {
    value_ = -infinity;
  } else if (index_ >= std::ssize(values)) {
    value_ = infinity;
  } else {
    value_ = values[static_cast<std::size_t>(index_)] + turned_;
  }
}

Targets::Place Targets::above(double value) const {
  Place place(*this);
  if (periodic_ && !values_.empty()) place.turned_ = circle * std::floor(value / circle);
  const auto found = std::ranges::upper_bound(values_, value - place.turned_);
  // By way of the one before: the one after the last is the first, a turn later.
  place.index_ = found - values_.begin() - 1;
  place.go_up();
  // Whole turns, added and taken away, leave a rounding.
  while (place.value() <= value)
    place.go_up();
  auto before = place;
  for (before.go_down(); before.value() > value; before.go_down())
    place = before;
  return place;
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
  if (!begun_) {
    value_ = value;
    make_room(std::abs(curve.at(day).rate));
  }
  begun_ = true;
  offset_ = periodic_ ? circle * std::round((value_ - value) / circle) : 0;
}

// As many events as there were if the curve went on as fast.
void Crossings::make_room(double rate) {
  constexpr double most = 1 << 16;
  if (!periodic_) return;
  const double turns = rate * (to_.value - from_.value) / circle;
  const double events = turns * static_cast<double>(targets_.count());
  crossings_.reserve(static_cast<std::size_t>(std::min(events, most)));
}

void Crossings::go_to(Curve& curve, double day) {
  pass(curve, day, curve.value_at(day) + offset_);
}

void Crossings::go_to_turn(Curve& curve, const Turn& turn) {
  const auto sample = curve.at(turn.day);
  double value = sample.value + offset_;
  const auto kind = turn.maximum ? EventKind::maximum : EventKind::minimum;
  const auto target = touched(value, turn.maximum);
  if (wants_extrema_) {
    note(curve, turn.day, sample, kind, target ? target->nominal() : normalized(value));
  } else if (target) {
    const bool again = !crossings_.empty() && crossings_.back().kind == kind &&
                       std::abs(curve.day_of(crossings_.back().when) - turn.day) < same_touch_days;
    if (!again) note(curve, turn.day, sample, kind, target->nominal());
  }
  if (target) {
    // The path stays on the side from which it came: that a value equals a target counts as above.
    value = turn.maximum ? std::nextafter(target->value(), -infinity) : target->value();
  }
  pass(curve, turn.day, value);
}

// The target that a turn touches, if it came from farther than that.
std::optional<Targets::Place> Crossings::touched(double value, bool maximum) const {
  auto target = targets_.above(value + touch);
  target.go_down();
  const double came_from = maximum ? target.value() - value_ : value_ - target.value();
  if (std::abs(target.value() - value) <= touch && came_from > touch) return target;
  return std::nullopt;
}

void Crossings::pass(Curve& curve, double day, double value) {
  look_ahead(value);
  constexpr std::size_t many = 4;
  if (ahead_.size() < many) {
    for (const auto& target : ahead_)
      note_crossing(curve, target, day, value, guess_between(target.value, day, value));
  } else {
    note_together(curve, day, value);
  }
  day_ = day;
  value_ = value;
}

// The targets between the path and a value, in the order in which it passes them.
void Crossings::look_ahead(double value) {
  ahead_.clear();
  auto target = targets_.above(value_);
  if (value > value_) {
    for (; target.value() <= value; target.go_up())
      ahead_.push_back({target.value(), target.nominal()});
  } else {
    for (target.go_down(); target.value() > value; target.go_down())
      ahead_.push_back({target.value(), target.nominal()});
  }
}

double Crossings::guess_between(double target, double until, double until_value) const {
  return day_ + (until - day_) * ((target - value_) / (until_value - value_));
}

void Crossings::note_crossing(Curve& curve, const Ahead& target, double until, double until_value,
                              double guess) {
  const bool rises = until_value > value_;
  const auto root = RootFinder(curve, target.value - offset_, rises).find(day_, until, guess);
  note_passing(curve, target, root, rises);
}

// One step towards all that lie ahead, side by side: Newton's, and what the curve bends by, which
// the rates at its neighbours tell. What that does not settle is looked for alone.
void Crossings::note_together(Curve& curve, double until, double until_value) {
  guess_together(curve, until, until_value);
  samples_.resize(ahead_.size());
  curve.at_each(days_, samples_);
  double last = day_;
  for (std::size_t i = 0; i < ahead_.size(); ++i) {
    const auto [day, is_settled] = stepped(i);
    if (is_settled && day >= last && day <= until) {
      last = day;
      note_passing(curve, ahead_[i], {day, samples_[i]}, until_value > value_);
    } else {
      note_crossing(curve, ahead_[i], until, until_value, days_[i]);
    }
  }
}

void Crossings::guess_together(Curve& curve, double until, double until_value) {
  const double day = (day_ + until) / 2;
  const auto sample = curve.at(day);
  const double value = sample.value + offset_;
  const InverseCubic before({day_, value_, curve.at(day_).rate}, {day, value, sample.rate});
  const InverseCubic after({day, value, sample.rate}, {until, until_value, curve.at(until).rate});
  const bool rises = until_value > value_;
  days_.clear();
  for (const auto& target : ahead_) {
    const auto& inverse = (target.value > value) == rises ? after : before;
    days_.push_back(std::clamp(inverse.day_of(target.value), day_, until));
  }
}

Crossings::Step Crossings::stepped(std::size_t i) const {
  // A bend that its neighbours tell within a tenth leaves a tenth of this: days.
  constexpr double bend_max = 1e-8;
  const double days_per_degree = 1 / samples_[i].rate;
  const double straight = (ahead_[i].value - offset_ - samples_[i].value) * days_per_degree;
  const std::size_t before = i == 0 ? 0 : i - 1;
  const std::size_t after = std::min(i + 1, samples_.size() - 1);
  const double bend =
      (samples_[after].rate - samples_[before].rate) / (days_[after] - days_[before]);
  const double bent = straight * straight * bend * days_per_degree / 2;
  return {days_[i] + straight - bent, std::abs(bent) < bend_max};
}

void Crossings::note_passing(Curve& curve, const Ahead& target, const Root& root, bool rises) {
  note(curve, root.day, root.sample, rises ? EventKind::rising : EventKind::falling,
       target.nominal);
}

void Crossings::note(Curve& curve, double day, const Sample& sample, EventKind kind, double value) {
  const double when = curve.instant_of(day).value;
  const Event event{{std::clamp(when, from_.value, to_.value)},
                    kind,
                    value,
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
