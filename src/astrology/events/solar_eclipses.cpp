#include "astrology/events/solar_eclipses.h"

#include <array>
#include <cmath>

#include "astrology/events/diurnal_paths.h"
#include "astrology/events/eclipse_search.h"
#include "astrology/events/saros.h"
#include "astrology/events/syzygies.h"
#include "sky/sidereal_time.h"

namespace astronova::astrology {
namespace {

// Greatest eclipse is within this of the conjunction in longitude.
constexpr double conjunction_days = 0.08;
constexpr double phase_step_days = 0.02;
constexpr int phase_steps = 16;

// By how much the limbs are apart as seen from the Earth's centre, radians.
double limbs_apart(const Luminaries& luminaries) {
  return angle_between(luminaries.sun, luminaries.moon) -
         std::asin(eclipse_moon_radius / length(luminaries.moon)) -
         std::asin(eclipse_sun_radius / length(luminaries.sun));
}

class SolarEclipseMaker {
 public:
  explicit SolarEclipseMaker(const sky::Ephemeris& ephemeris)
      : ephemeris_(ephemeris), reader_(ephemeris) {}

  double greatest_near(double conjunction) {
    return lowest_between([this](double day) { return limbs_apart(reader_.at(day)); },
                          conjunction - conjunction_days, conjunction + conjunction_days);
  }

  // Nothing where the penumbra passes by the Earth.
  Result<std::optional<SolarEclipse>> make(double day) {
    const auto luminaries = reader_.at(day);
    const MoonShadow shadow(luminaries);
    if (failure()) return *failure();
    if (shadow.beyond_outline() >= shadow.penumbra()) return std::optional<SolarEclipse>{};
    SolarEclipse eclipse;
    eclipse.at = {day};
    eclipse.type = type_of(shadow, day);
    eclipse.central = shadow.beyond_outline() < 0;
    eclipse.gamma =
        std::copysign(std::hypot(shadow.x(), shadow.y()), shadow.y()) / eclipse_earth_radius;
    eclipse.magnitude = magnitude_of(shadow, luminaries);
    eclipse.saros = solar_saros({day});
    eclipse.begins = {end_of_phase(day, -phase_step_days, &SolarEclipseMaker::penumbra_reaches)};
    eclipse.ends = {end_of_phase(day, phase_step_days, &SolarEclipseMaker::penumbra_reaches)};
    if (auto done = locate(eclipse, shadow); !done) return done.error();
    if (failure()) return *failure();
    return std::optional{eclipse};
  }

  Result<LocalSolarEclipse> local(const SolarEclipse& eclipse,
                                  const sky::GeographicPosition& place) const {
    return local_solar_eclipse(ephemeris_, eclipse.at, place);
  }

  const std::optional<Error>& failure() const { return reader_.failure(); }

 private:
  using Reach = double (SolarEclipseMaker::*)(double);

  double penumbra_reaches(double day) {
    const MoonShadow shadow(reader_.at(day));
    return shadow.penumbra() - shadow.beyond_outline();
  }
  double axis_reaches(double day) { return -MoonShadow(reader_.at(day)).beyond_outline(); }

  double end_of_phase(double greatest, double step, Reach reach) {
    const auto reaches = [this, reach](double day) { return (this->*reach)(day); };
    return first_zero_from(reaches, greatest, step, phase_steps).value_or(greatest);
  }

  SolarEclipseType type_of(const MoonShadow& shadow, double day) {
    if (shadow.beyond_outline() >= std::abs(shadow.umbra())) return SolarEclipseType::partial;
    if (shadow.umbra_at_deepest() >= 0) return SolarEclipseType::annular;
    if (shadow.beyond_outline() >= 0) return SolarEclipseType::total;
    // Where the path begins and ends the Earth's surface is farthest from the Moon.
    for (const double step : {-phase_step_days, phase_step_days}) {
      const double end = end_of_phase(day, step, &SolarEclipseMaker::axis_reaches);
      if (MoonShadow(reader_.at(end)).umbra() > 0) return SolarEclipseType::hybrid;
    }
    return SolarEclipseType::total;
  }

  // Where the axis misses the Earth, the covered share of the Sun's diameter.
  static double magnitude_of(const MoonShadow& shadow, const Luminaries& luminaries) {
    if (shadow.beyond_outline() >= 0) {
      return (shadow.penumbra() - shadow.beyond_outline()) / (shadow.penumbra() + shadow.umbra());
    }
    const double moon = length(luminaries.moon - shadow.deepest());
    const double sun = length(luminaries.sun - shadow.deepest());
    return std::asin(umbral_moon_radius / moon) / std::asin(eclipse_sun_radius / sun);
  }

  Result<void> locate(SolarEclipse& eclipse, const MoonShadow& shadow) {
    const auto time = sky::greenwich_sidereal_time(ephemeris_, eclipse.at);
    if (!time) return time.error();
    eclipse.greatest = shadow.place(time->value);
    if (eclipse.type == SolarEclipseType::partial) return {};
    const auto there = local_solar_eclipse(
        ephemeris_, eclipse.at, {eclipse.greatest.latitude, eclipse.greatest.longitude, 0});
    if (!there) return there.error();
    if (there->second && there->third) {
      constexpr double seconds_in_day = 86'400;
      eclipse.duration = (there->third->at.value - there->second->at.value) * seconds_in_day;
    }
    return {};
  }

  const sky::Ephemeris& ephemeris_;
  LuminaryReader reader_;
};

}  // namespace

std::string_view name_of(SolarEclipseType type) {
  constexpr std::array<std::string_view, 5> names{"none", "partial", "annular", "total", "hybrid"};
  return names.at(static_cast<std::size_t>(type));
}

Result<std::vector<SolarEclipse>> find_solar_eclipses(
    const sky::Ephemeris& ephemeris, JulianDayUt from, JulianDayUt to,
    const std::optional<sky::GeographicPosition>& place) {
  const auto conjunctions =
      syzygies_near_nodes(ephemeris, 0, from.value - conjunction_days, to.value + conjunction_days);
  if (!conjunctions) return conjunctions.error();
  SolarEclipseMaker maker(ephemeris);
  return eclipses_near<SolarEclipse>(maker, *conjunctions, from, to, place);
}

}  // namespace astronova::astrology
