#include <algorithm>
#include <cmath>
#include <numbers>

#include "astrology/events/diurnal_horizon.h"
#include "astrology/events/rise_and_set.h"
#include "astrology/events/solar_eclipses.h"

namespace astronova::astrology {
namespace {

// Somewhere on the Earth an eclipse is at its height so long before or after greatest eclipse.
constexpr double local_days = 0.17;
constexpr int local_samples = 32;
constexpr double partial_step_days = 10.0 / 1'440;
constexpr int partial_steps = 24;  // four hours
constexpr double central_step_days = 1.0 / 1'440;
constexpr int central_steps = 15;

// Sun and Moon as a place has them.
struct Discs {
  double apart = 0;  // of the centres, radians
  double sun = 0;    // radii, radians
  double moon = 0;
  double umbral_moon = 0;
};

class LocalView {
 public:
  LocalView(const sky::Ephemeris& ephemeris, const sky::GeographicPosition& place,
            const EarthRotation& rotation)
      : reader_(ephemeris),
        place_(place),
        longitude_(to_radians(place.longitude)),
        rotation_(rotation),
        horizon_(place, rotation) {}

  Discs discs(double day) {
    const auto luminaries = reader_.at(day);
    const double time = rotation_.sidereal_time(day) + longitude_;
    const auto here = place_.position(std::cos(time), std::sin(time));
    const auto sun = luminaries.sun - here;
    const auto moon = luminaries.moon - here;
    const double moon_distance = length(moon);
    return {angle_between(sun, moon), std::asin(eclipse_sun_radius / length(sun)),
            std::asin(eclipse_moon_radius / moon_distance),
            std::asin(umbral_moon_radius / moon_distance)};
  }
  double apart(double day) { return discs(day).apart; }
  // Positive while the discs overlap.
  double overlap(double day) {
    const auto seen = discs(day);
    return seen.sun + seen.moon - seen.apart;
  }
  // Positive while one is within the other.
  double within(double day) {
    const auto seen = discs(day);
    return std::abs(seen.sun - seen.umbral_moon) - seen.apart;
  }

  LocalContact contact(double day) {
    const auto altitude = horizon_.altitude(reader_.at(day).sun, day);
    return {{day}, to_degrees(std::asin(altitude.sine)), level_.height(altitude) > 0};
  }
  // Of the Sun, positive while some of it is above the horizon.
  double height(double day) { return level_.height(horizon_.altitude(reader_.at(day).sun, day)); }

  const std::optional<Error>& failure() const { return reader_.failure(); }

 private:
  LuminaryReader reader_;
  TurningPlace place_;
  double longitude_;
  const EarthRotation& rotation_;
  Horizon horizon_;
  HorizonLevel level_{HorizonSettings{}.refraction, eclipse_sun_radius};
};

double maximum_near(LocalView& view, double greatest) {
  const double step = 2 * local_days / local_samples;
  double nearest = greatest;
  double least = 10;
  for (int i = 0; i <= local_samples; ++i) {
    const double day = greatest - local_days + step * i;
    const double apart = view.apart(day);
    if (apart >= least) continue;
    least = apart;
    nearest = day;
  }
  return lowest_between([&view](double day) { return view.apart(day); }, nearest - step,
                        nearest + step);
}

// The share of the Sun's disc that another covers in part: two segments of circles.
double share_covered(const Discs& discs) {
  const auto segment = [](double radius, double cosine) {
    const double angle = std::acos(std::clamp(cosine, -1.0, 1.0));
    return radius * radius * (angle - std::cos(angle) * std::sin(angle));
  };
  const double squares = discs.sun * discs.sun - discs.moon * discs.moon;
  const double apart = discs.apart;
  const double of_sun = (apart * apart + squares) / (2 * apart * discs.sun);
  const double of_moon = (apart * apart - squares) / (2 * apart * discs.moon);
  return (segment(discs.sun, of_sun) + segment(discs.moon, of_moon)) /
         (std::numbers::pi * discs.sun * discs.sun);
}

void describe(LocalSolarEclipse& eclipse, const Discs& discs) {
  const double ratio = discs.umbral_moon / discs.sun;
  if (discs.apart < std::abs(discs.sun - discs.umbral_moon)) {
    eclipse.type = ratio > 1 ? SolarEclipseType::total : SolarEclipseType::annular;
    eclipse.magnitude = ratio;
    eclipse.obscuration = std::min(ratio * ratio, 1.0);
    return;
  }
  eclipse.type = SolarEclipseType::partial;
  eclipse.magnitude = (discs.sun + discs.moon - discs.apart) / (2 * discs.sun);
  eclipse.obscuration = share_covered(discs);
}

template <class Phase>
std::optional<LocalContact> contact_from(LocalView& view, const Phase& phase, double maximum,
                                         double step, int steps) {
  const auto day = first_zero_from(phase, maximum, step, steps);
  if (!day) return std::nullopt;
  return view.contact(*day);
}

void find_contacts(LocalSolarEclipse& eclipse, LocalView& view) {
  const double maximum = eclipse.maximum.at.value;
  const auto overlap = [&view](double day) { return view.overlap(day); };
  eclipse.first = contact_from(view, overlap, maximum, -partial_step_days, partial_steps);
  eclipse.fourth = contact_from(view, overlap, maximum, partial_step_days, partial_steps);
  if (eclipse.type == SolarEclipseType::partial) return;
  const auto within = [&view](double day) { return view.within(day); };
  eclipse.second = contact_from(view, within, maximum, -central_step_days, central_steps);
  eclipse.third = contact_from(view, within, maximum, central_step_days, central_steps);
}

bool is_seen(const LocalSolarEclipse& eclipse, LocalView& view) {
  if (eclipse.maximum.visible) return true;
  return eclipse.first && eclipse.fourth &&
         rises_above([&view](double day) { return view.height(day); }, eclipse.first->at.value,
                     eclipse.fourth->at.value);
}

}  // namespace

Result<LocalSolarEclipse> local_solar_eclipse(const sky::Ephemeris& ephemeris, JulianDayUt greatest,
                                              const sky::GeographicPosition& place) {
  constexpr double margin = 0.5;
  const auto rotation =
      EarthRotation::of(ephemeris, greatest.value - margin, greatest.value + margin);
  if (!rotation) return rotation.error();
  LocalView view(ephemeris, place, *rotation);
  LocalSolarEclipse eclipse;
  const double maximum = maximum_near(view, greatest.value);
  const auto discs = view.discs(maximum);
  if (view.failure()) return *view.failure();
  if (discs.apart >= discs.sun + discs.moon) return eclipse;
  describe(eclipse, discs);
  eclipse.maximum = view.contact(maximum);
  find_contacts(eclipse, view);
  eclipse.visible = is_seen(eclipse, view);
  if (view.failure()) return *view.failure();
  return eclipse;
}

}  // namespace astronova::astrology
