#pragma once

#include <algorithm>
#include <optional>

#include "astrology/events/bracketed_root.h"
#include "astrology/events/geocentric_vector.h"

namespace astronova::astrology {

/// Radii, AU, as Swiss Ephemeris has them for eclipses.
inline constexpr double eclipse_sun_radius = 696'000'000 / metres_in_au;
inline constexpr double eclipse_moon_radius = 1'738'150 / metres_in_au;
inline constexpr double eclipse_earth_radius = 6'378'140 / metres_in_au;
/// The Moon's mean limb counts for partial phases; what light passes through her valleys ends
/// totality sooner: umbral phases are reckoned with a smaller Moon (k = 0.27229 of the Earth).
inline constexpr double umbral_moon_radius = eclipse_moon_radius * 0.99916;

/// Where Sun and Moon are, apparent, geocentric.
struct Luminaries {
  GeocentricVector sun{};
  GeocentricVector moon{};
};

/// Reads both at any instant. What goes wrong is kept, the first of it, and places are not to be
/// trusted then.
/// threads  one at a time
class LuminaryReader {
 public:
  explicit LuminaryReader(const sky::Ephemeris& ephemeris) : ephemeris_(ephemeris) {}

  Luminaries at(double day);
  const std::optional<Error>& failure() const { return failure_; }

 private:
  const sky::Ephemeris& ephemeris_;
  std::optional<Error> failure_;
};

/// The day between two at which a function that falls and then rises is least: where its
/// differences over twenty seconds to both sides are the same.
template <class Function>
double lowest_between(const Function& function, double begin, double end) {
  constexpr double aside = 20.0 / 86'400;
  const auto slope = [&](double day) { return function(day + aside) - function(day - aside); };
  const BracketEnd first{begin, slope(begin)};
  const BracketEnd second{end, slope(end)};
  if (first.value >= 0) return begin;
  if (second.value <= 0) return end;
  return bracketed_root(slope, first, second);
}

/// Goes from a day at which a function is positive in steps, to one at which it is not, and returns
/// where it is zero; nothing if it stays positive for so many steps.
template <class Function>
std::optional<double> first_zero_from(const Function& function, double day, double step,
                                      int steps_max) {
  BracketEnd before{day, function(day)};
  for (int i = 0; i < steps_max; ++i) {
    const BracketEnd after{before.day + step, function(before.day + step)};
    if (after.value <= 0) return bracketed_root(function, before, after);
    before = after;
  }
  return std::nullopt;
}

/// Whether a height is above zero at some time from one day to another, between which it rises and
/// falls once at most: such as a body's over the horizon within some hours.
template <class Function>
bool rises_above(const Function& height, double begin, double end) {
  constexpr int looks = 12;
  const double step = (end - begin) / looks;
  double highest_day = begin;
  double highest = height(begin);
  for (int i = 1; i <= looks && highest <= 0; ++i) {
    const double day = begin + step * i;
    const double here = height(day);
    if (here <= highest) continue;
    highest = here;
    highest_day = day;
  }
  if (highest > 0) return true;
  const double top =
      lowest_between([&height](double day) { return -height(day); },
                     std::max(begin, highest_day - step), std::min(end, highest_day + step));
  return height(top) > 0;
}

/// A place on the Earth's surface under a point of the shadow.
struct ShadowPlace {
  double latitude = 0;   ///< geodetic, degrees
  double longitude = 0;  ///< east, degrees, [-180, 180)
};

/// Of a direction from the Earth's centre the longitude on the Earth that lies below it when
/// Greenwich's sidereal time is so much (degrees): [-180, 180).
double longitude_below(const GeocentricVector& direction, double sidereal_time);

/// The Moon's shadow at an instant, by Bessel's fundamental plane: through the Earth's centre,
/// square to the shadow's axis. Lengths are AU. (Explanatory Supplement to the Astronomical
/// Almanac, chapter on eclipses.)
class MoonShadow {
 public:
  explicit MoonShadow(const Luminaries& luminaries);

  /// Where the axis meets the plane: to the east, and to the north.
  double x() const { return x_; }
  double y() const { return y_; }
  /// The radii of penumbra and umbra in the plane; of the umbra less than nothing where the cone
  /// has not yet come to its point, that is, where it is total.
  double penumbra() const { return penumbra_; }
  double umbra() const { return umbra_; }
  /// How far the axis passes outside the Earth's outline; less than nothing where it meets it.
  double beyond_outline() const { return beyond_outline_; }
  /// The point of the Earth that lies deepest in the shadow: on its axis, or nearest to it.
  const GeocentricVector& deepest() const { return deepest_; }
  /// The umbra's radius there.
  double umbra_at_deepest() const;
  /// Of the deepest point, when Greenwich's sidereal time is so much (degrees).
  ShadowPlace place(double sidereal_time) const;

 private:
  void find_deepest(double semi_minor);

  GeocentricVector toward_sun_;
  GeocentricVector east_;
  GeocentricVector north_;
  double x_;
  double y_;
  double penumbra_;
  double umbra_;
  double umbra_slope_;
  double beyond_outline_ = 0;
  GeocentricVector deepest_{};
};

}  // namespace astronova::astrology
