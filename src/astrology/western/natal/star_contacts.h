#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "astrology/western/aspects.h"
#include "base/result.h"
#include "sky/ephemeris.h"
#include "sky/fixed_stars.h"

namespace astronova::astrology {

/// A point of a chart and a star on the same degree of longitude.
struct StarConjunction {
  AspectPoint point;
  std::size_t star = 0;  ///< into the catalogue
  double orb = 0;        ///< degrees, >= 0
};

/// All within the orb, in the order of the points and, for each, the closest first. `states` are of
/// `stars`; both charts and stars in tropical longitudes.
std::vector<StarConjunction> find_star_conjunctions(std::span<const AspectPoint> points,
                                                    std::span<const std::size_t> stars,
                                                    std::span<const sky::StarState> states,
                                                    double orb_degrees);

/// The four ways in which something can stand on the angles of a place.
enum class AngularEvent : std::uint8_t { rising, culminating, setting, anti_culminating };
inline constexpr std::size_t angular_event_count = 4;
std::string_view name_of(AngularEvent event);  ///< "rising", ... "antiCulminating"

struct AngularInstant {
  AngularEvent event{};
  JulianDayUt when{};
};

/// The stretch of time and the place in which parans are looked for.
struct LocalDay {
  JulianDayUt begin{};
  JulianDayUt end{};  ///< not in it any more; at most two days later
  sky::GeographicPosition place{};
};

/// When a body rises, culminates, sets and anti-culminates in a day: in the order of time. Its
/// centre, as seen from the place (topocentric), on the geometric horizon (no refraction). Exact to
/// 0.01 s. A body that does not cross the horizon has its culminations alone; near the poles one
/// that crosses it twice within an hour may be taken for one that does not.
Result<std::vector<AngularInstant>> angular_instants(const sky::Ephemeris& ephemeris,
                                                     sky::Body body, const LocalDay& day);

/// The same of a star, whose place does not change in a day.
Result<std::vector<AngularInstant>> angular_instants(const sky::Ephemeris& ephemeris,
                                                     const sky::StarState& star,
                                                     const LocalDay& day);

/// A body and a star that stand on angles at the same time (paranatellonta).
struct Paran {
  sky::Body body{};
  AngularInstant body_at{};
  std::size_t star = 0;  ///< into the catalogue
  AngularInstant star_at{};
  double orb_minutes = 0;  ///< of time between both, >= 0
};

/// All within the orb, in the order of the bodies, of their instants and of the stars.
Result<std::vector<Paran>> find_parans(const sky::Ephemeris& ephemeris,
                                       std::span<const sky::Body> bodies,
                                       std::span<const std::size_t> stars,
                                       std::span<const sky::StarState> states, const LocalDay& day,
                                       double orb_minutes);

}  // namespace astronova::astrology
