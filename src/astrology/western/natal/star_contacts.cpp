#include "astrology/western/natal/star_contacts.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/angle.h"
#include "sky/horizon.h"

namespace astronova::astrology {
namespace {

constexpr double turns_of_earth_per_day = 360.98564736629;  // degrees, against the equinox
constexpr double minutes_per_day = 1440;
constexpr double converged_days = 1e-8;
constexpr double probe_days = 1 / 24.0;
constexpr int rounds_max = 30;

// Where something stands on the equator at an instant.
struct Equatorial {
  double right_ascension = 0;
  double declination = 0;
};

// The right ascension of the midheaven of a place in a day: between its values at both ends it
// grows evenly, but for a thousandth of a second that is nutation's.
class SiderealClock {
 public:
  static Result<SiderealClock> of(const sky::Ephemeris& ephemeris, const LocalDay& day) {
    SiderealClock clock;
    clock.begin_ = day.begin.value;
    const auto first = ephemeris.houses(day.begin, day.place, sky::HouseSystem::equal, {});
    if (!first) return first.error();
    const auto last = ephemeris.houses(day.end, day.place, sky::HouseSystem::equal, {});
    if (!last) return last.error();
    const double days = day.end.value - day.begin.value;
    const double expected = turns_of_earth_per_day * days;
    const double beyond =
        signed_separation_degrees(first->angles.armc + expected, last->angles.armc);
    clock.armc_ = first->angles.armc;
    clock.per_day_ = (expected + beyond) / days;
    return clock;
  }

  double armc(double when) const { return armc_ + per_day_ * (when - begin_); }

 private:
  double begin_ = 0;
  double armc_ = 0;
  double per_day_ = 0;
};

// Solves for the instants of one body or star; `Place` is a callable from instants to Equatorial.
template <class Place>
class AngularSearch {
 public:
  AngularSearch(const SiderealClock& clock, const LocalDay& day, const Place& place)
      : clock_(clock), day_(day), place_(place) {}

  Result<std::vector<AngularInstant>> find() const {
    std::vector<AngularInstant> found;
    for (std::size_t i = 0; i < angular_event_count; ++i) {
      if (auto done = find(static_cast<AngularEvent>(i), found); !done) return done.error();
    }
    std::ranges::stable_sort(found, {}, &AngularInstant::when);
    return found;
  }

 private:
  // By how much the hour angle has still to grow; none where there is no such event.
  Result<std::optional<double>> missing(AngularEvent event, double when) const {
    const auto at = place_(JulianDayUt{when});
    if (!at) return at.error();
    const double hour_angle = clock_.armc(when) - at->right_ascension;
    const auto arc = sky::semi_diurnal_arc(at->declination, day_.place.latitude);
    switch (event) {
      case AngularEvent::culminating:
        return std::optional{-hour_angle};
      case AngularEvent::anti_culminating:
        return std::optional{180 - hour_angle};
      case AngularEvent::rising:
        return arc ? std::optional{-*arc - hour_angle} : std::nullopt;
      case AngularEvent::setting:
        break;
    }
    return arc ? std::optional{*arc - hour_angle} : std::nullopt;
  }

  // The event near a first guess.
  Result<std::optional<double>> near(AngularEvent event, double guess) const {
    for (int round = 0; round < rounds_max; ++round) {
      const auto left = missing(event, guess);
      if (!left) return left.error();
      if (!*left) return std::optional<double>{};
      const double step = signed_separation_degrees(0, **left) / turns_of_earth_per_day;
      guess += step;
      if (std::abs(step) < converged_days) break;
    }
    return std::optional{guess};
  }

  // What is missing shrinks all the time, so the next event is where it first comes to nothing.
  // Near the poles a body may begin or cease to cross the horizon within the day: then it is looked
  // for again a little later.
  Result<void> find(AngularEvent event, std::vector<AngularInstant>& found) const {
    for (double from = day_.begin.value; from < day_.end.value;) {
      const auto left = missing(event, from);
      if (!left) return left.error();
      Result<std::optional<double>> when{std::optional<double>{}};
      if (*left) when = near(event, from + normalized_degrees(**left) / turns_of_earth_per_day);
      if (!when) return when.error();
      if (!*when) {
        from += probe_days;
        continue;
      }
      if (**when >= day_.begin.value && **when < day_.end.value) {
        found.push_back({event, {**when}});
      }
      from = **when + 180 / turns_of_earth_per_day;
    }
    return {};
  }

  const SiderealClock& clock_;
  const LocalDay& day_;
  const Place& place_;
};

Result<std::vector<AngularInstant>> instants_of(const sky::Ephemeris& ephemeris,
                                                const SiderealClock& clock, sky::Body body,
                                                const LocalDay& day) {
  const sky::Frame frame{sky::Center::topocentric, std::nullopt, day.place};
  const auto place = [&](JulianDayUt when) -> Result<Equatorial> {
    sky::BodyState state;
    if (auto done = ephemeris.states_at(when, {&body, 1}, frame, {&state, 1}); !done) {
      return done.error();
    }
    return Equatorial{state.right_ascension, state.declination};
  };
  return AngularSearch(clock, day, place).find();
}

Result<std::vector<AngularInstant>> instants_of(const SiderealClock& clock,
                                                const sky::StarState& star, const LocalDay& day) {
  const auto place = [&](JulianDayUt /*when*/) -> Result<Equatorial> {
    return Equatorial{star.right_ascension, star.declination};
  };
  return AngularSearch(clock, day, place).find();
}

void add_parans(sky::Body body, const AngularInstant& body_at, std::span<const std::size_t> stars,
                std::span<const std::vector<AngularInstant>> of_stars, double orb_minutes,
                std::vector<Paran>& found) {
  for (std::size_t i = 0; i < stars.size(); ++i) {
    for (const auto& star_at : of_stars[i]) {
      const double apart = std::abs(body_at.when.value - star_at.when.value) * minutes_per_day;
      if (apart <= orb_minutes) found.push_back({body, body_at, stars[i], star_at, apart});
    }
  }
}

}  // namespace

std::vector<StarConjunction> find_star_conjunctions(std::span<const AspectPoint> points,
                                                    std::span<const std::size_t> stars,
                                                    std::span<const sky::StarState> states,
                                                    double orb_degrees) {
  std::vector<StarConjunction> found;
  for (const auto& point : points) {
    const auto first = static_cast<std::ptrdiff_t>(found.size());
    for (std::size_t i = 0; i < stars.size(); ++i) {
      const double orb = std::abs(signed_separation_degrees(states[i].longitude, point.longitude));
      if (orb <= orb_degrees) found.push_back({point, stars[i], orb});
    }
    std::stable_sort(found.begin() + first, found.end(),
                     [](const auto& one, const auto& other) { return one.orb < other.orb; });
  }
  return found;
}

std::string_view name_of(AngularEvent event) {
  constexpr std::array<std::string_view, angular_event_count> names{"rising", "culminating",
                                                                    "setting", "antiCulminating"};
  return names.at(static_cast<std::size_t>(event));
}

Result<std::vector<AngularInstant>> angular_instants(const sky::Ephemeris& ephemeris,
                                                     sky::Body body, const LocalDay& day) {
  const auto clock = SiderealClock::of(ephemeris, day);
  if (!clock) return clock.error();
  return instants_of(ephemeris, *clock, body, day);
}

Result<std::vector<AngularInstant>> angular_instants(const sky::Ephemeris& ephemeris,
                                                     const sky::StarState& star,
                                                     const LocalDay& day) {
  const auto clock = SiderealClock::of(ephemeris, day);
  if (!clock) return clock.error();
  return instants_of(*clock, star, day);
}

Result<std::vector<Paran>> find_parans(const sky::Ephemeris& ephemeris,
                                       std::span<const sky::Body> bodies,
                                       std::span<const std::size_t> stars,
                                       std::span<const sky::StarState> states, const LocalDay& day,
                                       double orb_minutes) {
  const auto clock = SiderealClock::of(ephemeris, day);
  if (!clock) return clock.error();
  std::vector<std::vector<AngularInstant>> of_stars;
  for (const auto& state : states) {
    auto instants = instants_of(*clock, state, day);
    if (!instants) return instants.error();
    of_stars.push_back(*std::move(instants));
  }
  std::vector<Paran> found;
  for (const auto body : bodies) {
    const auto of_body = instants_of(ephemeris, *clock, body, day);
    if (!of_body) return of_body.error();
    for (const auto& body_at : *of_body)
      add_parans(body, body_at, stars, of_stars, orb_minutes, found);
  }
  return found;
}

}  // namespace astronova::astrology
