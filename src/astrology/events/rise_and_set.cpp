#include "astrology/events/rise_and_set.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>
#include <tuple>

#include "astrology/events/bracketed_root.h"
#include "astrology/events/diurnal_horizon.h"
#include "astrology/events/waited_for.h"

namespace astronova::astrology {
namespace {

using sky::Body;

// Altitudes are looked at this often; between two of them they turn once at most.
constexpr double altitude_step = 1.0 / 6;

// Of a day: what is found is within some thousandths of a second.
constexpr double passage_precision = 1e-7;

// Half of what a height bends by at most, radians a day squared.
constexpr double bend_max = 2 * std::numbers::pi * std::numbers::pi;

// A height above a level, and by how much the Earth's turning changes it.
struct Height {
  double day = 0;
  double value = 0;
  double per_day = 0;

  bool above() const { return value > 0; }
};

// The heights of a body above a level as a function of time.
class HeightCurve {
 public:
  HeightCurve(const Horizon& horizon, const GeocentricPath& path, const HorizonLevel& level)
      : horizon_(horizon), path_(path), level_(level) {}

  /// By how much the body's own way changes a height at most, radians a day. The place is nearer to
  /// the Moon than the Earth's centre.
  double own_motion() const {
    constexpr double nearer = 1.1;
    return nearer * path_.fastest();
  }

  Height at(double day) const { return of(day, horizon_.altitude(path_.at(day), day)); }
  Height of(double day, const Altitude& altitude) const {
    return {day, level_.height(altitude), altitude.sine_per_day};
  }

 private:
  const Horizon& horizon_;
  const GeocentricPath& path_;
  const HorizonLevel& level_;
};

// The turn of a height between two days around it, by the golden section.
Height turn_between(const HeightCurve& curve, double begin, double end, bool highest) {
  constexpr double section = 0.6180339887498949;
  constexpr double precision = 1e-6;  // heights are flat there
  const double sign = highest ? 1 : -1;
  double low = end - section * (end - begin);
  double high = begin + section * (end - begin);
  double low_value = sign * curve.at(low).value;
  double high_value = sign * curve.at(high).value;
  while (end - begin > precision) {
    if (low_value > high_value) {
      end = high;
      high = low;
      high_value = low_value;
      low = end - section * (end - begin);
      low_value = sign * curve.at(low).value;
    } else {
      begin = low;
      low = high;
      low_value = high_value;
      high = begin + section * (end - begin);
      high_value = sign * curve.at(high).value;
    }
  }
  return curve.at((begin + end) / 2);
}

// Where the cubic through two heights with their slopes is zero, as a day between them: some steps
// of Newton's from the straight line's zero, kept inside.
double zero_of_cubic(const Height& first, const Height& second) {
  const double days = second.day - first.day;
  const double slope_first = first.per_day * days;
  const double slope_second = second.per_day * days;
  const double rise = second.value - first.value;
  const double c = slope_first + slope_second - 2 * rise;
  const double b = rise - slope_first - c;
  double x = -first.value / rise;
  constexpr int steps = 4;
  for (int i = 0; i < steps; ++i) {
    const double value = first.value + x * (slope_first + x * (b + x * c));
    const double slope = slope_first + x * (2 * b + x * 3 * c);
    const double next = x - value / slope;
    if (!(next > 0 && next < 1)) break;
    x = next;
  }
  return first.day + x * days;
}

// Where a height is zero between two days on both sides of it, from a day near it: a step by the
// Earth's turning, and on along secants. Where those lead astray, by halving what is left.
double zero_between(const HeightCurve& curve, const Height& first, const Height& second,
                    double guess) {
  constexpr int steps_max = 8;
  auto last = curve.at(guess);
  double slope = last.per_day;
  double unsure = curve.own_motion();  // by how much the slope may be wrong
  for (int i = 0; i < steps_max; ++i) {
    const double step = -last.value / slope;
    const double next = last.day + step;
    if (!(next > first.day && next < second.day)) break;
    if (std::abs(step) * (unsure + bend_max * std::abs(step)) < passage_precision * std::abs(slope))
      return next;
    const auto here = curve.at(next);
    slope = (here.value - last.value) / (here.day - last.day);
    unsure = bend_max * std::abs(step);
    last = here;
  }
  return bracketed_root([&curve](double day) { return curve.at(day).value; },
                        {first.day, first.value}, {second.day, second.value});
}

struct LevelPassage {
  double day = 0;
  bool upward = false;
};

// Events that come back about once a day: the next one is where the parabola through the last three
// has it.
class DailyReturns {
 public:
  void note(double day) {
    days_ = {days_[1], days_[2], day};
    ++count_;
  }
  std::optional<double> next() const {
    if (count_ < days_.size()) return std::nullopt;
    return 3 * (days_[2] - days_[1]) + days_[0];
  }

 private:
  std::array<double, 3> days_{};
  std::size_t count_ = 0;
};

// Every passage of a level, from samples of the height and the turns between them that matter.
class PassageFinder {
 public:
  PassageFinder(const HeightCurve& curve, std::vector<LevelPassage>& passages)
      : curve_(curve), passages_(passages) {}

  void look(const std::vector<Height>& samples) {
    for (std::size_t i = 0; i + 1 < samples.size(); ++i) {
      if (i > 0 && may_turn_beyond(samples[i - 1], samples[i], samples[i + 1])) {
        const auto turn =
            turn_between(curve_, samples[i - 1].day, samples[i + 1].day, !samples[i].above());
        if (turn.above() != samples[i].above()) {
          pass_by(samples, i, turn);
          continue;
        }
      }
      note(samples[i], samples[i + 1]);
    }
    std::ranges::sort(passages_, {}, &LevelPassage::day);
  }

 private:
  // Whether the middle one of three is the extreme of its side of the level, so near that the curve
  // may go beyond the level between them.
  static bool may_turn_beyond(const Height& before, const Height& middle, const Height& after) {
    const double sign = middle.above() ? -1 : 1;
    const double bend = sign * (before.value - 2 * middle.value + after.value);
    const bool is_extreme =
        sign * middle.value >= sign * before.value && sign * middle.value >= sign * after.value;
    // A parabola through the three rises above the middle by an eighth of the bend at most.
    return is_extreme && sign * middle.value > bend / 4;
  }

  // The turn lies on one side of the middle sample, beyond the level.
  void pass_by(const std::vector<Height>& samples, std::size_t middle, const Height& turn) {
    const bool earlier = turn.day < samples[middle].day;
    note(earlier ? samples[middle - 1] : samples[middle], turn);
    note(turn, earlier ? samples[middle] : samples[middle + 1]);
    if (earlier) note(samples[middle], samples[middle + 1]);
  }

  void note(const Height& first, const Height& second) {
    if (first.above() == second.above()) return;
    auto& returns = second.above() ? risings_ : settings_;
    auto guess = returns.next();
    if (!guess || !(*guess > first.day && *guess < second.day))
      guess = zero_of_cubic(first, second);
    const double day = zero_between(curve_, first, second, *guess);
    returns.note(day);
    passages_.push_back({day, second.above()});
  }

  DailyReturns risings_;
  DailyReturns settings_;
  const HeightCurve& curve_;
  std::vector<LevelPassage>& passages_;
};

// The days at which altitudes are looked at, one step beyond both ends of a range, so that turns
// near them are seen; and how the place is turned then.
struct SampleDays {
  SampleDays(const Horizon& horizon, double from, double to) {
    const auto count = static_cast<std::size_t>(std::ceil((to - from) / altitude_step)) + 3;
    for (std::size_t i = 0; i < count; ++i) {
      days.push_back(from + altitude_step * (static_cast<double>(i) - 1));
      turned.push_back(horizon.turned(days.back()));
    }
  }

  std::vector<double> days;
  std::vector<Turned> turned;
};

// All of one body over one place.
class DiurnalSearch {
 public:
  DiurnalSearch(const Horizon& horizon, const GeocentricPath& path, const SampleDays& samples,
                double from, double to)
      : horizon_(horizon), path_(path), days_(samples.days), from_(from), to_(to) {
    altitudes_.reserve(days_.size());
    for (std::size_t i = 0; i < days_.size(); ++i)
      altitudes_.push_back(horizon.altitude(path.at(days_[i]), samples.turned[i]));
  }

  std::vector<LevelPassage> passages(const HorizonLevel& level) const {
    const HeightCurve curve(horizon_, path_, level);
    std::vector<Height> heights;
    heights.reserve(days_.size());
    for (std::size_t i = 0; i < days_.size(); ++i)
      heights.push_back(curve.of(days_[i], altitudes_[i]));
    std::vector<LevelPassage> found;
    PassageFinder(curve, found).look(heights);
    std::erase_if(found, [this](const auto& passage) { return !is_within(passage.day); });
    return found;
  }

  // Whether the body is above the level where the range begins.
  bool begins_above(const HorizonLevel& level) const { return level.height(altitudes_[1]) > 0; }

  // Upper culminations at even half turns of the hour angle, lower ones at odd.
  template <class Note>
  void culminations(const Note& note) const {
    constexpr double half_turn = std::numbers::pi;
    const double angle = hour_angle(from_);
    double turns = std::ceil(angle / half_turn);
    // From one to the next, and by how much longer that takes each time.
    double half_day = 0.5;
    double longer = 0;
    double unsure = 0.1;  // a half day of the Moon's is a twentieth longer than half of ours
    double day = settled(from_ + (turns * half_turn - angle) / half_turn * half_day,
                         turns * half_turn, half_day, unsure);
    for (std::size_t count = 0; day < to_; ++count) {
      if (day >= from_) note(day, static_cast<long long>(turns) % 2 == 0);
      ++turns;
      const double next = settled(day + half_day + longer, turns * half_turn, half_day, unsure);
      longer = count == 0 ? 0 : next - day - half_day;
      unsure = 0.01;
      half_day = next - day;
      day = next;
    }
  }

 private:
  bool is_within(double day) const { return day >= from_ && day < to_; }

  double hour_angle(double day) const {
    const auto place = path_.at(day);
    return std::remainder(horizon_.sidereal_time(day) - std::atan2(place.y, place.x),
                          2 * std::numbers::pi);
  }

  // Where the hour angle is as wanted, from a day near it. The half day may be wrong by a fraction.
  double settled(double day, double target, double half_day, double unsure) const {
    constexpr int steps_max = 12;
    for (int i = 0; i < steps_max; ++i) {
      const double off = std::remainder(target - hour_angle(day), 2 * std::numbers::pi);
      const double step = off / std::numbers::pi * half_day;
      day += step;
      if (std::abs(step) * unsure < passage_precision) break;
    }
    return day;
  }

  const Horizon& horizon_;
  const GeocentricPath& path_;
  const std::vector<double>& days_;
  double from_;
  double to_;
  std::vector<Altitude> altitudes_;
};

// Stretches between two passages in which a body culminates both above and below the pole on one
// side of the horizon are longer than any day.
void note_circumpolar(Body body, const std::vector<LevelPassage>& passages, bool above, double from,
                      double to, std::vector<CircumpolarSpan>& spans) {
  constexpr double day_max = 1.1;
  double since = from;
  for (const auto& passage : passages) {
    if (passage.day - since > day_max) spans.push_back({body, {since}, {passage.day}, above});
    since = passage.day;
    above = passage.upward;
  }
  if (to - since > day_max) spans.push_back({body, {since}, {to}, above});
}

constexpr auto order_of = [](const RiseSetEvent& event) {
  return std::tuple{event.at, event.body};
};

// What is there from a place on, which is in order, goes in among what is before it.
void merge_from(std::size_t place, std::size_t begin, std::vector<RiseSetEvent>& events) {
  const auto at = [&events](std::size_t index) {
    return events.begin() + static_cast<std::ptrdiff_t>(index);
  };
  std::ranges::inplace_merge(at(begin), at(place), events.end(), {}, order_of);
}

void add_rise_set(Body body, const DiurnalSearch& search, const HorizonLevel& level, double from,
                  double to, DiurnalEvents& events) {
  const auto begin = events.rise_set.size();
  const auto passages = search.passages(level);
  for (const auto& [day, upward] : passages)
    events.rise_set.push_back({{day}, body, upward ? DiurnalPoint::rise : DiurnalPoint::set});
  const auto culminations = events.rise_set.size();
  search.culminations([&](double day, bool upper) {
    events.rise_set.push_back(
        {{day}, body, upper ? DiurnalPoint::culmination : DiurnalPoint::anti_culmination});
  });
  merge_from(culminations, begin, events.rise_set);
  merge_from(begin, 0, events.rise_set);
  note_circumpolar(body, passages, search.begins_above(level), from, to, events.circumpolar);
}

void add_twilights(const DiurnalSearch& search, DiurnalEvents& events) {
  constexpr double depression_step = 6;
  for (const auto twilight : {Twilight::civil, Twilight::nautical, Twilight::astronomical}) {
    const HorizonLevel level(depression_step * (static_cast<double>(twilight) + 1), 0);
    for (const auto& [day, upward] : search.passages(level))
      events.twilights.push_back({{day}, twilight, upward});
  }
}

}  // namespace

std::string_view name_of(DiurnalPoint point) {
  constexpr std::array<std::string_view, 4> names{"rise", "culmination", "set", "antiCulmination"};
  return names.at(static_cast<std::size_t>(point));
}

std::string_view name_of(Twilight twilight) {
  constexpr std::array<std::string_view, 3> names{"civil", "nautical", "astronomical"};
  return names.at(static_cast<std::size_t>(twilight));
}

Result<DiurnalEvents> find_diurnal_events(const sky::Ephemeris& ephemeris,
                                          const sky::GeographicPosition& place,
                                          const DiurnalWishes& wishes, JulianDayUt from,
                                          JulianDayUt to, const HorizonSettings& settings) {
  DiurnalEvents events;
  const double first = from.value - 2 * altitude_step;
  const double last = to.value + 1;
  const auto rotation = EarthRotation::of(ephemeris, first, last);
  if (!rotation) return rotation.error();
  const Horizon horizon(place, *rotation);
  const SampleDays samples(horizon, from.value, to.value);
  std::vector<Body> bodies(wishes.bodies.begin(), wishes.bodies.end());
  const bool sun_rises = std::ranges::find(bodies, Body::sun) != bodies.end();
  if (wishes.twilights && !sun_rises) bodies.push_back(Body::sun);
  for (const auto body : bodies) {
    if (auto wanted = waited_for(); !wanted) return wanted.error();
    const auto path = GeocentricPath::of(ephemeris, body, first, last);
    if (!path) return path.error();
    const DiurnalSearch search(horizon, *path, samples, from.value, to.value);
    if (body == Body::sun && wishes.twilights) add_twilights(search, events);
    if (body == Body::sun && !sun_rises) continue;
    const HorizonLevel level(settings.refraction, disc_radius(body));
    add_rise_set(body, search, level, from.value, to.value, events);
  }
  std::ranges::sort(events.twilights, {}, &TwilightEvent::at);
  return events;
}

}  // namespace astronova::astrology
