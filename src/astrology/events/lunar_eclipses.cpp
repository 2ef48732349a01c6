#include "astrology/events/lunar_eclipses.h"

#include <cmath>

#include "astrology/events/diurnal_horizon.h"
#include "astrology/events/eclipse_search.h"
#include "astrology/events/rise_and_set.h"
#include "astrology/events/saros.h"
#include "astrology/events/syzygies.h"
#include "sky/sidereal_time.h"

namespace astronova::astrology {
namespace {

// Greatest eclipse is within this of the opposition in longitude.
constexpr double opposition_days = 0.08;
constexpr double stage_step_days = 10.0 / 1'440;
constexpr int stage_steps = 30;  // five hours

// The Earth's shadow where the Moon passes it, as seen from the Earth's centre, radians.
struct EarthShadow {
  double penumbra = 0;  // radii
  double umbra = 0;
  double apart = 0;  // of the Moon's centre from the axis
  double moon = 0;   // the Moon's radius
  double gamma = 0;  // her distance from the axis in radii of the Earth, north positive
};

// How the Earth's air makes her shadow larger than her rocks would.
struct Enlargement {
  double parallax = 1;  // of the Moon: the Earth's radius as she sees it
  double shadow = 1;
};

Enlargement enlargement_of(ShadowRule rule) {
  // An 85th of the radius for the air less a 594th for the flattening; or the radius at 45 degrees
  // of latitude, and a fiftieth of the whole shadow.
  return rule == ShadowRule::danjon ? Enlargement{1.01, 1} : Enlargement{0.99834, 1.02};
}

EarthShadow shadow_of(const Luminaries& luminaries, const Enlargement& enlarged) {
  const double sun = length(luminaries.sun);
  const double moon = length(luminaries.moon);
  const auto axis = luminaries.sun * (-1 / sun);
  const auto aside = luminaries.moon - axis * dot(luminaries.moon, axis);
  const double parallaxes = enlarged.parallax * std::asin(eclipse_earth_radius / moon) +
                            std::asin(eclipse_earth_radius / sun);
  const double sun_radius = std::asin(eclipse_sun_radius / sun);
  EarthShadow shadow;
  shadow.penumbra = enlarged.shadow * (parallaxes + sun_radius);
  shadow.umbra = enlarged.shadow * (parallaxes - sun_radius);
  shadow.apart = angle_between(luminaries.moon, axis);
  shadow.moon = std::asin(eclipse_moon_radius / moon);
  shadow.gamma = std::copysign(length(aside) / eclipse_earth_radius, aside.z);
  return shadow;
}

// By how much the limbs of Sun and Earth are apart as seen from the Moon's centre, radians.
double limbs_apart_from_moon(const Luminaries& luminaries) {
  const auto sun = luminaries.sun - luminaries.moon;
  const auto earth = luminaries.moon * -1;
  return angle_between(sun, earth) - std::asin(eclipse_earth_radius / length(earth)) -
         std::asin(eclipse_sun_radius / length(sun));
}

class LunarEclipseMaker {
 public:
  LunarEclipseMaker(const sky::Ephemeris& ephemeris, ShadowRule rule)
      : ephemeris_(ephemeris), reader_(ephemeris), enlarged_(enlargement_of(rule)) {}

  double greatest_near(double opposition) {
    return lowest_between([this](double day) { return limbs_apart_from_moon(reader_.at(day)); },
                          opposition - opposition_days, opposition + opposition_days);
  }

  // Nothing where the Moon passes by the penumbra.
  Result<std::optional<LunarEclipse>> make(double day) {
    const auto luminaries = reader_.at(day);
    const auto shadow = shadow_of(luminaries, enlarged_);
    if (failure()) return *failure();
    if (shadow.penumbra < shadow.apart - shadow.moon) return std::optional<LunarEclipse>{};
    LunarEclipse eclipse;
    eclipse.at = {day};
    eclipse.type = type_of(shadow);
    eclipse.penumbral_magnitude = magnitude(shadow.penumbra, shadow);
    eclipse.umbral_magnitude = magnitude(shadow.umbra, shadow);
    eclipse.gamma = shadow.gamma;
    eclipse.saros = lunar_saros({day});
    find_stages(eclipse);
    const auto time = sky::greenwich_sidereal_time(ephemeris_, eclipse.at);
    if (!time) return time.error();
    const auto& moon = luminaries.moon;
    eclipse.zenith = {to_degrees(std::asin(moon.z / length(moon))),
                      longitude_below(moon, time->value)};
    if (failure()) return *failure();
    return std::optional{eclipse};
  }

  Result<LocalLunarEclipse> local(const LunarEclipse& eclipse,
                                  const sky::GeographicPosition& place) {
    constexpr double margin = 0.5;
    const auto rotation =
        EarthRotation::of(ephemeris_, eclipse.at.value - margin, eclipse.at.value + margin);
    if (!rotation) return rotation.error();
    const Horizon horizon(place, *rotation);
    LocalLunarEclipse seen;
    seen.greatest = contact(horizon, eclipse.at);
    for (std::size_t i = 0; i < lunar_contact_count; ++i) {
      if (eclipse.contacts.at(i)) seen.contacts.at(i) = contact(horizon, *eclipse.contacts.at(i));
    }
    const auto& begins = eclipse.contacts.front();
    const auto& ends = eclipse.contacts.back();
    seen.visible =
        begins && ends &&
        rises_above([&](double day) { return height(horizon, day); }, begins->value, ends->value);
    if (failure()) return *failure();
    return seen;
  }

  const std::optional<Error>& failure() const { return reader_.failure(); }

 private:
  static LunarEclipseType type_of(const EarthShadow& shadow) {
    if (shadow.umbra >= shadow.apart + shadow.moon) return LunarEclipseType::total;
    if (shadow.umbra >= shadow.apart - shadow.moon) return LunarEclipseType::partial;
    return LunarEclipseType::penumbral;
  }

  static double magnitude(double radius, const EarthShadow& shadow) {
    return (radius - shadow.apart + shadow.moon) / (2 * shadow.moon);
  }

  template <class Inside>
  void find_stage(LunarEclipse& eclipse, LunarContact begins, LunarContact ends,
                  const Inside& inside) {
    const auto depth = [this, &inside](double day) {
      return inside(shadow_of(reader_.at(day), enlarged_));
    };
    const auto note = [&](LunarContact contact, double step) {
      const auto day = first_zero_from(depth, eclipse.at.value, step, stage_steps);
      if (day) eclipse.contacts.at(static_cast<std::size_t>(contact)) = JulianDayUt{*day};
    };
    note(begins, -stage_step_days);
    note(ends, stage_step_days);
  }

  void find_stages(LunarEclipse& eclipse) {
    find_stage(eclipse, LunarContact::penumbra_begins, LunarContact::penumbra_ends,
               [](const EarthShadow& at) { return at.penumbra + at.moon - at.apart; });
    if (eclipse.type == LunarEclipseType::penumbral) return;
    find_stage(eclipse, LunarContact::partial_begins, LunarContact::partial_ends,
               [](const EarthShadow& at) { return at.umbra + at.moon - at.apart; });
    if (eclipse.type == LunarEclipseType::partial) return;
    find_stage(eclipse, LunarContact::total_begins, LunarContact::total_ends,
               [](const EarthShadow& at) { return at.umbra - at.moon - at.apart; });
  }

  LocalContact contact(const Horizon& horizon, JulianDayUt when) {
    const auto altitude = horizon.altitude(reader_.at(when.value).moon, when.value);
    return {when, to_degrees(std::asin(altitude.sine)), level_.height(altitude) > 0};
  }
  double height(const Horizon& horizon, double day) {
    return level_.height(horizon.altitude(reader_.at(day).moon, day));
  }

  const sky::Ephemeris& ephemeris_;
  LuminaryReader reader_;
  Enlargement enlarged_;
  HorizonLevel level_{HorizonSettings{}.refraction, eclipse_moon_radius};
};

}  // namespace

std::string_view name_of(LunarEclipseType type) {
  constexpr std::array<std::string_view, 3> names{"penumbral", "partial", "total"};
  return names.at(static_cast<std::size_t>(type));
}

std::string_view name_of(LunarContact contact) {
  constexpr std::array<std::string_view, lunar_contact_count> names{
      "penumbralBegins", "partialBegins", "totalBegins",
      "totalEnds",       "partialEnds",   "penumbralEnds"};
  return names.at(static_cast<std::size_t>(contact));
}

Result<std::vector<LunarEclipse>> find_lunar_eclipses(
    const sky::Ephemeris& ephemeris, JulianDayUt from, JulianDayUt to,
    const std::optional<sky::GeographicPosition>& place, ShadowRule rule) {
  const auto oppositions =
      syzygies_near_nodes(ephemeris, 180, from.value - opposition_days, to.value + opposition_days);
  if (!oppositions) return oppositions.error();
  LunarEclipseMaker maker(ephemeris, rule);
  return eclipses_near<LunarEclipse>(maker, *oppositions, from, to, place);
}

}  // namespace astronova::astrology
