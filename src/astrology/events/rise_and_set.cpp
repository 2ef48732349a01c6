#include "astrology/events/rise_and_set.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <tuple>

#include "astrology/events/bracketed_root.h"
#include "astrology/events/horizon.h"

namespace astronova::astrology {
namespace {

using sky::Body;

// Altitudes are looked at this often; between two of them they turn once at most.
constexpr double altitude_step = 0.125;

// The heights of a body above a level as a function of time.
class HeightCurve {
 public:
  HeightCurve(const Horizon& horizon, const GeocentricPath& path, const HorizonLevel& level)
      : horizon_(horizon), path_(path), level_(level) {}

  double operator()(double day) const {
    return level_.height(horizon_.altitude(path_.at(day), day));
  }

 private:
  const Horizon& horizon_;
  const GeocentricPath& path_;
  const HorizonLevel& level_;
};

// The turn of a height between two days around it, by the golden section.
BracketEnd turn_between(const HeightCurve& height, double begin, double end, bool highest) {
  constexpr double section = 0.6180339887498949;
  constexpr double precision = 1e-6;  // heights are flat there
  const double sign = highest ? 1 : -1;
  double low = end - section * (end - begin);
  double high = begin + section * (end - begin);
  double low_value = sign * height(low);
  double high_value = sign * height(high);
  while (end - begin > precision) {
    if (low_value > high_value) {
      end = high;
      high = low;
      high_value = low_value;
      low = end - section * (end - begin);
      low_value = sign * height(low);
    } else {
      begin = low;
      low = high;
      low_value = high_value;
      high = begin + section * (end - begin);
      high_value = sign * height(high);
    }
  }
  const double day = (begin + end) / 2;
  return {day, height(day)};
}

struct LevelPassage {
  double day = 0;
  bool upward = false;
};

// Every passage of a level, from samples of the height and the turns between them that matter.
class PassageFinder {
 public:
  PassageFinder(const HeightCurve& height, std::vector<LevelPassage>& passages)
      : height_(height), passages_(passages) {}

  void look(const std::vector<BracketEnd>& samples) {
    for (std::size_t i = 0; i + 1 < samples.size(); ++i) {
      if (i > 0 && may_turn_beyond(samples[i - 1], samples[i], samples[i + 1])) {
        const bool highest = samples[i].value <= 0;
        const auto turn = turn_between(height_, samples[i - 1].day, samples[i + 1].day, highest);
        if ((turn.value > 0) != (samples[i].value > 0)) {
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
  static bool may_turn_beyond(const BracketEnd& before, const BracketEnd& middle,
                              const BracketEnd& after) {
    const double sign = middle.value > 0 ? -1 : 1;
    const double bend = sign * (before.value - 2 * middle.value + after.value);
    const bool is_extreme =
        sign * middle.value >= sign * before.value && sign * middle.value >= sign * after.value;
    // A parabola through the three rises above the middle by an eighth of the bend at most.
    return is_extreme && sign * middle.value > bend / 4;
  }

  // The turn lies on one side of the middle sample, beyond the level.
  void pass_by(const std::vector<BracketEnd>& samples, std::size_t middle, const BracketEnd& turn) {
    const bool earlier = turn.day < samples[middle].day;
    note(earlier ? samples[middle - 1] : samples[middle], turn);
    note(turn, earlier ? samples[middle] : samples[middle + 1]);
    if (earlier) note(samples[middle], samples[middle + 1]);
  }

  void note(const BracketEnd& first, const BracketEnd& second) {
    if ((first.value > 0) == (second.value > 0)) return;
    passages_.push_back({bracketed_root(height_, first, second), second.value > 0});
  }

  const HeightCurve& height_;
  std::vector<LevelPassage>& passages_;
};

// All of one body over one place.
class DiurnalSearch {
 public:
  DiurnalSearch(const Horizon& horizon, const GeocentricPath& path, double from, double to)
      : horizon_(horizon), path_(path), from_(from), to_(to) {
    // One step beyond both ends, so that turns near them are seen.
    const auto count = static_cast<std::size_t>(std::ceil((to - from) / altitude_step)) + 3;
    for (std::size_t i = 0; i < count; ++i) {
      const double day = from + altitude_step * (static_cast<double>(i) - 1);
      days_.push_back(day);
      altitudes_.push_back(horizon.altitude(path.at(day), day));
    }
  }

  std::vector<LevelPassage> passages(const HorizonLevel& level) const {
    std::vector<BracketEnd> samples(days_.size());
    for (std::size_t i = 0; i < samples.size(); ++i)
      samples[i] = {days_[i], level.height(altitudes_[i])};
    std::vector<LevelPassage> found;
    const HeightCurve height(horizon_, path_, level);
    PassageFinder(height, found).look(samples);
    std::erase_if(found, [this](const auto& passage) { return !is_within(passage.day); });
    return found;
  }

  // Whether the body is above the level where the range begins.
  bool begins_above(const HorizonLevel& level) const { return level.height(altitudes_[1]) > 0; }

  // Upper culminations at even half turns of the hour angle, lower ones at odd.
  template <class Note>
  void culminations(const Note& note) const {
    constexpr double half_turn = std::numbers::pi;
    double day = from_;
    double angle = hour_angle(day);
    double turns = std::ceil(angle / half_turn);
    double half_day = 0.5;
    for (;; ++turns) {
      const double before = day;
      day += (turns * half_turn - angle) / half_turn * half_day;
      settle(day, turns * half_turn, half_day);
      if (day >= to_) return;
      angle = turns * half_turn;
      if (before > from_) half_day = day - before;
      if (day >= from_) note(day, static_cast<long long>(turns) % 2 == 0);
    }
  }

 private:
  bool is_within(double day) const { return day >= from_ && day < to_; }

  double hour_angle(double day) const {
    const auto place = path_.at(day);
    return std::remainder(horizon_.sidereal_time(day) - std::atan2(place.y, place.x),
                          2 * std::numbers::pi);
  }

  void settle(double& day, double target, double half_day) const {
    constexpr double precision = 1e-9;
    constexpr int steps_max = 12;
    for (int i = 0; i < steps_max; ++i) {
      const double off = std::remainder(target - hour_angle(day), 2 * std::numbers::pi);
      const double step = off / std::numbers::pi * half_day;
      day += step;
      if (std::abs(step) < precision) return;
    }
  }

  const Horizon& horizon_;
  const GeocentricPath& path_;
  double from_;
  double to_;
  std::vector<double> days_;
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

void add_rise_set(Body body, const DiurnalSearch& search, const HorizonLevel& level, double from,
                  double to, DiurnalEvents& events) {
  const auto passages = search.passages(level);
  for (const auto& [day, upward] : passages)
    events.rise_set.push_back({{day}, body, upward ? DiurnalPoint::rise : DiurnalPoint::set});
  search.culminations([&](double day, bool upper) {
    events.rise_set.push_back(
        {{day}, body, upper ? DiurnalPoint::culmination : DiurnalPoint::anti_culmination});
  });
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

double disc_radius(Body body) {
  // Metres.
  constexpr std::array<double, 15> radii{696'000'000, 1'737'500,  2'439'400,  6'051'800,  3'389'500,
                                         69'911'000,  58'232'000, 25'362'000, 24'622'000, 1'188'300,
                                         135'685,     469'700,    272'500,    123'298,    262'700};
  const auto index = static_cast<std::size_t>(body);
  return index < radii.size() ? radii.at(index) / metres_in_au : 0;
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
  std::vector<Body> bodies(wishes.bodies.begin(), wishes.bodies.end());
  const bool sun_rises = std::ranges::find(bodies, Body::sun) != bodies.end();
  if (wishes.twilights && !sun_rises) bodies.push_back(Body::sun);
  for (const auto body : bodies) {
    const auto path = GeocentricPath::of(ephemeris, body, first, last);
    if (!path) return path.error();
    const DiurnalSearch search(horizon, *path, from.value, to.value);
    if (body == Body::sun && wishes.twilights) add_twilights(search, events);
    if (body == Body::sun && !sun_rises) continue;
    const HorizonLevel level(settings.refraction, disc_radius(body));
    add_rise_set(body, search, level, from.value, to.value, events);
  }
  const auto order = [](const RiseSetEvent& event) { return std::tuple{event.at, event.body}; };
  std::ranges::sort(events.rise_set, {}, order);
  std::ranges::sort(events.twilights, {}, &TwilightEvent::at);
  return events;
}

}  // namespace astronova::astrology
