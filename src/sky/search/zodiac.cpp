#include "sky/search/zodiac.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numbers>

#include "sky/star_ayanamsas.h"

namespace astronova::sky::search {
namespace {

constexpr double seconds_per_day = 86'400;

// What nutation and precession stay below, degrees a day and a day squared: the terms of nutation
// add up to 0.25 and 0.06 arc seconds.
constexpr double nutation_rate_max = 1e-4;
constexpr double nutation_bend_max = 3e-5;
// A zodiac that holds on to a star is carried along by its aberration, and where the Sun passes it
// by light deflection: seconds in an hour.
constexpr double star_rate_max = 1e-2;
constexpr double star_bend_max = 0.1;

// Ayanamsas, freed of nutation, are fitted in pieces of such a length, halved where they need it.
constexpr double precession_piece_days = 8192;
constexpr double star_piece_days = 256;
constexpr double ayanamsa_piece_days_min = 0.25;
constexpr double ayanamsa_precision = 1e-8;
constexpr double ayanamsa_straight_days = 1e-3;

// Delta T bends by some tenths of a second a year squared at most.
constexpr double delta_t_straight_days = 2;

double rest_of(const Piece& piece) {
  const auto& coefficients = piece.coefficients;
  return std::abs(coefficients[Piece::terms - 1]) + std::abs(coefficients[Piece::terms - 2]);
}

}  // namespace

Zodiac::Zodiac(const Ephemeris& ephemeris, const Polynomials& polynomials, const Frame& frame)
    : ephemeris_(ephemeris),
      polynomials_(polynomials),
      ayanamsa_(frame.ayanamsa),
      is_of_a_star_(ayanamsa_ && is_of_a_star(*ayanamsa_)),
      nutation_({polynomials}, straight_days),
      obliquity_({polynomials}, straight_days),
      delta_t_({polynomials}, delta_t_straight_days),
      mean_ayanamsa_({*this}, ayanamsa_straight_days) {}

Motion Zodiac::shift_at(double day) {
  if (!ayanamsa_) return nutation_.at(day);
  const auto behind = mean_ayanamsa_.at(day);
  return {-behind.value, -behind.per_day};
}

FourMotions Zodiac::shift_at(const FourDays& days) {
  if (!ayanamsa_) return nutation_.at(days);
  auto shifts = mean_ayanamsa_.at(days);
  for (auto& shift : shifts)
    shift = {-shift.value, -shift.per_day};
  return shifts;
}

void Zodiac::forget() {
  nutation_.forget();
  obliquity_.forget();
  mean_ayanamsa_.forget();
}

double Zodiac::rate_max() const {
  return is_of_a_star_ ? star_rate_max : nutation_rate_max;
}

double Zodiac::bend_max() const {
  return is_of_a_star_ ? star_bend_max : nutation_bend_max;
}

double Zodiac::day_of(JulianDayUt when) {
  delta_t_days_ = delta_t_.at(when.value).value / seconds_per_day;
  return when.value + delta_t_days_;
}

JulianDayUt Zodiac::instant_of(double day) {
  // Delta T changes by seconds a year: which of its values says where to read it does not matter.
  delta_t_days_ = delta_t_.at(day - delta_t_days_).value / seconds_per_day;
  return {day - delta_t_days_};
}

// Pieces are kept: a search goes to and fro between them.
Piece Zodiac::ayanamsa_piece(double day) {
  const auto after = ayanamsas_.upper_bound(day);
  if (after != ayanamsas_.begin()) {
    const auto& before = std::prev(after)->second;
    if (day <= before.last()) return before;
  }
  double length = is_of_a_star_ ? star_piece_days : precession_piece_days;
  auto piece = fit_ayanamsa(day, length);
  while (rest_of(piece) > ayanamsa_precision && length > ayanamsa_piece_days_min) {
    length /= 2;
    piece = fit_ayanamsa(day, length);
  }
  ayanamsas_[piece.first()] = piece;
  return piece;
}

// The piece of the grid of a length that holds a day, as far as the span reaches.
Piece Zodiac::fit_ayanamsa(double day, double length) {
  const double grid = std::floor(day / length) * length;
  const auto span = polynomials_.span();
  const double first = std::max(grid, day_of(span.first));
  const double last = std::min(grid + length, day_of(span.last));
  Piece piece{(first + last) / 2, (last - first) / 2, {}};
  constexpr std::size_t n = Piece::terms;
  for (std::size_t j = 0; j < n; ++j) {
    const double angle = (static_cast<double>(j) + 0.5) * std::numbers::pi / n;
    const double value = mean_ayanamsa(piece.middle + piece.half_length * std::cos(angle));
    for (std::size_t k = 0; k < n; ++k) {
      piece.coefficients[k] +=
          value * std::cos(static_cast<double>(k) * angle) * (k == 0 ? 1.0 : 2.0) / n;
    }
  }
  return piece;
}

double Zodiac::mean_ayanamsa(double day) {
  const auto degrees = ephemeris_.ayanamsa(instant_of(day), *ayanamsa_);
  if (degrees) return degrees->value - nutation_.at(day).value;
  failure_ = degrees.error();
  return 0;
}

}  // namespace astronova::sky::search
