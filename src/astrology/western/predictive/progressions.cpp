#include "astrology/western/predictive/progressions.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "astrology/western/predictive/equator.h"
#include "astrology/western/predictive/time_units.h"
#include "base/angle.h"
#include "sky/horizon.h"

namespace astronova::astrology {
namespace {

using sky::Body;

constexpr std::array<std::string_view, 4> method_names{"secondary", "tertiary", "minor",
                                                       "solarArc"};
constexpr std::array<std::string_view, 5> angles_names{"solarArcLongitude",
                                                       "solarArcRightAscension", "naibodLongitude",
                                                       "naibodRightAscension", "quotidian"};
constexpr std::array<std::string_view, 2> rate_names{"actual", "naibod"};

double symbolic_days(ProgressionMethod method, double days) {
  switch (method) {
    case ProgressionMethod::tertiary:
      return days / tropical_month_days;
    case ProgressionMethod::minor:
      return days * tropical_month_days / tropical_year_days;
    case ProgressionMethod::secondary:
    case ProgressionMethod::solar_arc:
      break;
  }
  return days / tropical_year_days;
}

double circled_longitude(double degrees) {
  return std::clamp(std::remainder(degrees, 360.0), -180.0, 180.0);
}

// A chart of one birth, as it is carried on.
class Progressor {
 public:
  Progressor(const sky::Ephemeris& ephemeris, const NatalMoment& birth,
             const NatalSettings& natal_settings, const ProgressionSettings& settings)
      : ephemeris_(ephemeris),
        birth_(birth),
        natal_settings_(natal_settings),
        settings_(settings) {}

  Result<Progression> to(JulianDayUt at) {
    auto natal = compute_natal_chart(ephemeris_, birth_.when, birth_.place, natal_settings_);
    if (!natal) return natal.error();
    const double forward = settings_.converse ? -1 : 1;
    const double days = forward * symbolic_days(settings_.method, at.value - birth_.when.value);
    Progression progression;
    progression.symbolic = {birth_.when.value + days};
    auto moved = settings_.method == ProgressionMethod::solar_arc
                     ? direct_all(*natal, days, progression)
                     : progress_all(*natal, days, progression);
    if (!moved) return moved.error();
    find_aspects(*natal, progression, forward);
    return progression;
  }

 private:
  // The Sun in the tropical zodiac.
  Result<sky::BodyState> sun_at(JulianDayUt when) const {
    constexpr std::array bodies{Body::sun};
    std::array<sky::BodyState, 1> states;
    if (auto done = ephemeris_.states_at(when, bodies, {}, states); !done) return done.error();
    return states[0];
  }

  Result<void> progress_all(const NatalChart& natal, double days, Progression& progression) {
    std::array<sky::BodyState, sky::body_count> all_states;
    const auto& bodies = natal_settings_.bodies;
    const auto states = std::span{all_states}.first(bodies.size());
    auto done = ephemeris_.states_at(progression.symbolic, bodies, natal_settings_.frame, states);
    if (!done) return done.error();
    for (std::size_t i = 0; i < states.size(); ++i)
      progression.placements.push_back({bodies[i], states[i], {}});
    if (!natal.houses) return {};
    const auto houses = houses_after(natal, days);
    if (!houses) return houses.error();
    progression.houses = *houses;
    constexpr double step = 0.01;  // symbolic days
    const auto soon = houses_after(natal, days + step);
    if (!soon) return soon.error();
    const auto speed = [&](double from, double to) {
      return signed_separation_degrees(from, to) / step;
    };
    ascendant_speed_ = speed(houses->angles.ascendant, soon->angles.ascendant);
    midheaven_speed_ = speed(houses->angles.midheaven, soon->angles.midheaven);
    return {};
  }

  Result<sky::Houses> houses_after(const NatalChart& natal, double days) const {
    const JulianDayUt symbolic{birth_.when.value + days};
    if (settings_.angles == ProgressedAngles::quotidian) {
      return ephemeris_.houses(symbolic, *birth_.place, natal_settings_.house_system,
                               natal_settings_.frame.ayanamsa);
    }
    const auto armc = armc_after(natal, days);
    if (!armc) return armc.error();
    return houses_of_armc(symbolic, *armc);
  }

  // A place's sidereal time is that of Greenwich and its longitude: where another would have the
  // wanted one, at the same latitude, the houses are those that are looked for.
  Result<sky::Houses> houses_of_armc(JulianDayUt when, double armc) const {
    auto place = *birth_.place;
    const auto system = natal_settings_.house_system;
    const auto ayanamsa = natal_settings_.frame.ayanamsa;
    const auto here = ephemeris_.houses(when, place, system, ayanamsa);
    if (!here) return here.error();
    place.longitude = circled_longitude(place.longitude + armc - here->angles.armc);
    return ephemeris_.houses(when, place, system, ayanamsa);
  }

  Result<double> armc_after(const NatalChart& natal, double days) const {
    const JulianDayUt symbolic{birth_.when.value + days};
    const double natal_armc = natal.houses->angles.armc;
    if (settings_.angles == ProgressedAngles::naibod_right_ascension) {
      return natal_armc + naibod_degrees * days;
    }
    const auto natal_sun = sun_at(birth_.when);
    if (!natal_sun) return natal_sun.error();
    const auto sun = sun_at(symbolic);
    if (!sun) return sun.error();
    if (settings_.angles == ProgressedAngles::solar_arc_right_ascension) {
      return natal_armc + sun->right_ascension - natal_sun->right_ascension;
    }
    const auto natal_obliquity = sky::obliquity_at(ephemeris_, birth_.when);
    if (!natal_obliquity) return natal_obliquity.error();
    const auto obliquity = sky::obliquity_at(ephemeris_, symbolic);
    if (!obliquity) return obliquity.error();
    const double arc = settings_.angles == ProgressedAngles::naibod_longitude
                           ? naibod_degrees * days
                           : sun->longitude - natal_sun->longitude;
    return right_ascension_of(tropical_midheaven(natal_armc, *natal_obliquity) + arc, *obliquity);
  }

  static double tropical_midheaven(double armc, double obliquity) {
    const double radians = armc * std::numbers::pi / 180;
    const double cosine = std::cos(obliquity * std::numbers::pi / 180);
    return std::atan2(std::sin(radians), std::cos(radians) * cosine) * 180 / std::numbers::pi;
  }

  Result<void> direct_all(const NatalChart& natal, double days, Progression& progression) {
    const auto natal_sun = sun_at(birth_.when);
    if (!natal_sun) return natal_sun.error();
    const auto sun = sun_at(progression.symbolic);
    if (!sun) return sun.error();
    const bool actual = settings_.rate == SolarArcRate::actual;
    const double arc = signed_separation_degrees(
        0, actual ? sun->longitude - natal_sun->longitude : naibod_degrees * days);
    const double speed = actual ? sun->longitude_speed : naibod_degrees;
    progression.arc = arc;
    const auto obliquity = sky::obliquity_at(ephemeris_, birth_.when);
    if (!obliquity) return obliquity.error();
    double ayanamsa = 0;
    if (natal_settings_.frame.ayanamsa) {
      const auto degrees = ephemeris_.ayanamsa(birth_.when, *natal_settings_.frame.ayanamsa);
      if (!degrees) return degrees.error();
      ayanamsa = degrees->value;
    }
    for (const auto& placement : natal.placements) {
      auto state = placement.state;
      state.longitude = normalized_degrees(state.longitude + arc);
      state.longitude_speed = speed;
      state.latitude_speed = state.distance_speed = 0;
      const auto point = equatorial_point(state.longitude + ayanamsa, state.latitude, *obliquity);
      state.right_ascension = point.right_ascension;
      state.declination = point.declination;
      progression.placements.push_back({placement.body, state, {}});
    }
    if (natal.houses) direct_houses(*natal.houses, arc, *obliquity, ayanamsa, progression);
    ascendant_speed_ = midheaven_speed_ = speed;
    return {};
  }

  static void direct_houses(const sky::Houses& natal, double arc, double obliquity, double ayanamsa,
                            Progression& progression) {
    auto houses = natal;
    for (auto& cusp : std::span{houses.cusps}.first(houses.count))
      cusp = normalized_degrees(cusp + arc);
    auto& angles = houses.angles;
    for (auto* const angle :
         {&angles.ascendant, &angles.midheaven, &angles.vertex, &angles.east_point})
      *angle = normalized_degrees(*angle + arc);
    angles.armc = right_ascension_of(angles.midheaven + ayanamsa, obliquity);
    progression.houses = houses;
  }

  void find_aspects(const NatalChart& natal, Progression& progression, double forward) const {
    NatalChart carried;
    carried.placements = progression.placements;
    carried.houses = progression.houses;
    auto points = aspect_points(carried);
    for (auto& point : points) {
      if (point.kind == PointKind::ascendant) point.speed = ascendant_speed_;
      if (point.kind == PointKind::midheaven) point.speed = midheaven_speed_;
      point.speed *= forward;
    }
    auto natal_points = aspect_points(natal);
    for (auto& point : natal_points)
      point.speed = 0;
    progression.aspects_to_natal = aspects_between(points, natal_points, settings_.aspects);
    for (auto& placement : progression.placements) {
      placement.state.longitude_speed *= forward;
      placement.state.latitude_speed *= forward;
      placement.state.distance_speed *= forward;
      if (natal.houses) {
        placement.house = house_of(placement.state.longitude, natal.houses->cusp_span());
      }
    }
  }

  const sky::Ephemeris& ephemeris_;
  const NatalMoment& birth_;
  const NatalSettings& natal_settings_;
  const ProgressionSettings& settings_;
  double ascendant_speed_ = 0;  // degrees a symbolic day
  double midheaven_speed_ = 0;
};

}  // namespace

std::span<const std::string_view> progression_method_names() {
  return method_names;
}
std::span<const std::string_view> progressed_angles_names() {
  return angles_names;
}
std::span<const std::string_view> solar_arc_rate_names() {
  return rate_names;
}

Result<Progression> progress(const sky::Ephemeris& ephemeris, const NatalMoment& birth,
                             const NatalSettings& natal_settings, JulianDayUt at,
                             const ProgressionSettings& settings) {
  return Progressor(ephemeris, birth, natal_settings, settings).to(at);
}

}  // namespace astronova::astrology
