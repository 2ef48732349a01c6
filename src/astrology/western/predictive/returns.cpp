#include "astrology/western/predictive/returns.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "astrology/western/predictive/time_units.h"
#include "base/angle.h"
#include "sky/search/find_events.h"

namespace astronova::astrology {
namespace {

using sky::Body;
using sky::search::Event;

constexpr double second = 1.0 / 86'400;

// Of which there are never two returns without a turn between them.
double days_to_look_through(Body body) {
  if (body == Body::moon) return 30;
  return body == Body::sun ? 370 : 1000;
}

// Within which a body that turns around has passed a longitude for the last time. The inner planets
// have other returns soon after.
double days_of_passes(Body body) {
  switch (body) {
    case Body::sun:
    case Body::moon:
    case Body::mean_node:
    case Body::mean_south_node:
    case Body::mean_lilith:
      return 0;
    case Body::mercury:
      return 100;
    case Body::venus:
      return 150;
    case Body::mars:
      return 250;
    case Body::true_node:
    case Body::true_south_node:
    case Body::true_lilith:
      return 60;
    default:
      return 730;
  }
}

Result<double> longitude_of(const sky::Ephemeris& ephemeris, Body body, JulianDayUt when,
                            const sky::Frame& frame) {
  const std::array bodies{body};
  std::array<sky::BodyState, 1> states;
  if (auto done = ephemeris.states_at(when, bodies, frame, states); !done) return done.error();
  return states[0].longitude;
}

class ReturnSearch {
 public:
  ReturnSearch(const sky::Ephemeris& ephemeris, Body body, const sky::Frame& frame,
               double longitude)
      : ephemeris_(ephemeris),
        frame_(frame),
        query_{{sky::search::Coordinate::longitude, body}, {longitude}} {}

  Result<std::vector<Event>> between(JulianDayUt from, JulianDayUt to) const {
    return sky::search::find_events(ephemeris_, query_, from, to, frame_);
  }

  Result<Event> first_after(JulianDayUt after) const {
    const Body body = query_.quantity.body;
    const auto covered = ephemeris_.coverage(body);
    const double last = covered ? covered->last.value : after.value;
    for (double from = after.value; from < last;) {
      const double to = std::min(from + days_to_look_through(body), last);
      const auto events = between({from}, {to});
      if (!events) return events.error();
      if (!events->empty()) return events->front();
      from = to;
    }
    return Error{
        ErrorCode::outside_ephemeris,
        fmt::format("the ephemeris ends before {} returns: give an earlier instant", name_of(body)),
        {}};
  }

 private:
  const sky::Ephemeris& ephemeris_;
  sky::Frame frame_;
  sky::search::Query query_;
};

// Any zodiac of the stars will do: they precess alike.
constexpr auto among_the_stars = sky::Ayanamsa::fagan_bradley;

}  // namespace

Result<PlanetaryReturn> next_return(const sky::Ephemeris& ephemeris, const ReturnSettings& settings,
                                    JulianDayUt birth, JulianDayUt after) {
  const sky::Frame chart_frame{sky::Center::geocentric, settings.ayanamsa, {}};
  auto frame = chart_frame;
  if (settings.precession_corrected && !frame.ayanamsa) frame.ayanamsa = among_the_stars;
  const auto natal = longitude_of(ephemeris, settings.body, birth, frame);
  if (!natal) return natal.error();
  const ReturnSearch search(ephemeris, settings.body, frame, *natal);
  const auto first = search.first_after({after.value + second});
  if (!first) return first.error();
  PlanetaryReturn found{*natal, {{first->when, first->retrograde}}};
  if (settings.precession_corrected) {
    const auto longitude = longitude_of(ephemeris, settings.body, first->when, chart_frame);
    if (!longitude) return longitude.error();
    found.longitude = *longitude;
  }
  const double days = days_of_passes(settings.body);
  if (days == 0) return found;
  const double from = first->when.value + second;
  const auto covered = ephemeris.coverage(settings.body);
  const double to = covered ? std::min(from + days, covered->last.value) : from + days;
  if (!(from < to)) return found;
  const auto later = search.between({from}, {to});
  if (!later) return later.error();
  for (const auto& event : *later)
    found.passes.push_back({event.when, event.retrograde});
  return found;
}

Result<SolarYear> solar_year_at(const sky::Ephemeris& ephemeris, JulianDayUt birth,
                                JulianDayUt when) {
  if (when < birth) return Error{ErrorCode::invalid_value, "the instant is before the birth", {}};
  // The Sun's year is within minutes of the mean one.
  constexpr double margin = 2;
  int number = static_cast<int>((when.value - birth.value + margin) / tropical_year_days);
  const auto begin_of = [&](int year) -> Result<JulianDayUt> {
    if (year == 0) return birth;
    const double about = birth.value + year * tropical_year_days;
    const auto found = next_return(ephemeris, {}, birth, {about - margin});
    if (!found) return found.error();
    return found->passes.front().when;
  };
  auto begin = begin_of(number);
  if (!begin) return begin.error();
  if (*begin > when) {
    --number;
    begin = begin_of(number);
    if (!begin) return begin.error();
  }
  const auto end = begin_of(number + 1);
  if (!end) return end.error();
  return SolarYear{number, *begin, *end};
}

}  // namespace astronova::astrology
