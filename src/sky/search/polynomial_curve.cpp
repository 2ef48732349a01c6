#include "sky/search/polynomial_curve.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <map>
#include <numbers>
#include <span>

#include "sky/search/cursor.h"

namespace astronova::sky::search {
namespace {

constexpr double seconds_per_day = 86'400;

// Nutation and the sidereal zodiacs move slower, degrees a day: the terms of nutation add up to
// 0.25 arc seconds a day. A zodiac that holds on to a star is carried along by aberration, and
// where the Sun passes the star by light deflection: seconds in an hour.
constexpr double nutation_rate_max = 1e-4;
constexpr double sidereal_rate_max = 1e-2;

// Nutation bends by less than 0.06 arc seconds a day squared: 2e-8 degrees in this time.
constexpr double nutation_straight_days = 0.05;

// Sidereal zodiacs, freed of nutation, are fitted in pieces of this length, halved where a star's
// aberration and light deflection need it.
constexpr double ayanamsa_piece_days = 512;
constexpr double ayanamsa_piece_days_min = 0.25;
constexpr double ayanamsa_precision = 1e-8;

// Within this much of a border the next piece has begun.
constexpr double border_days = 1e-6;

double radians(double degrees) {
  return degrees * std::numbers::pi / 180;
}

// By how much the zodiac's beginning is added to a mean longitude, and Delta T.
class Zodiac {
 public:
  Zodiac(const Ephemeris& ephemeris, const Polynomials& polynomials, const Frame& frame)
      : ephemeris_(ephemeris), polynomials_(polynomials), ayanamsa_(frame.ayanamsa) {}

  Motion shift_at(double day) {
    if (!ayanamsa_) return nutation_.at(day);
    const auto behind = mean_ayanamsa_.at(day);
    return {-behind.value, -behind.per_day};
  }

  Motion nutation_at(double day) { return nutation_.at(day); }

  double rate_max() const { return ayanamsa_ ? sidereal_rate_max : nutation_rate_max; }

  double day_of(JulianDayUt when) {
    return when.value + delta_t_.at(when.value).value / seconds_per_day;
  }

  JulianDayUt instant_of(double day) {
    // Delta T changes by a second a year: it does not matter at which end of itself it is taken
    // when a guess of it is near.
    guess_ = delta_t_.at(day - guess_).value / seconds_per_day;
    guess_ = delta_t_.at(day - guess_).value / seconds_per_day;
    return {day - guess_};
  }

  std::optional<Error> failure() const { return failure_; }

 private:
  // Pieces are kept: a search goes to and fro between them.
  Piece ayanamsa_piece(double day) {
    const auto after = ayanamsas_.upper_bound(day);
    if (after != ayanamsas_.begin()) {
      const auto& before = std::prev(after)->second;
      if (day <= before.last()) return before;
    }
    double length = ayanamsa_piece_days;
    auto piece = fit_ayanamsa(day, length);
    while (rest_of(piece) > ayanamsa_precision && length > ayanamsa_piece_days_min) {
      length /= 2;
      piece = fit_ayanamsa(day, length);
    }
    ayanamsas_[piece.first()] = piece;
    return piece;
  }

  static double rest_of(const Piece& piece) {
    const auto& coefficients = piece.coefficients;
    return std::abs(coefficients[Piece::terms - 1]) + std::abs(coefficients[Piece::terms - 2]);
  }

  // The piece of the grid of a length that holds a day, as far as the span reaches.
  Piece fit_ayanamsa(double day, double length) {
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

  double mean_ayanamsa(double day) {
    const auto degrees = ephemeris_.ayanamsa(instant_of(day), *ayanamsa_);
    if (degrees) return degrees->value - nutation_.at(day).value;
    failure_ = degrees.error();
    return 0;
  }

  struct FetchNutation {
    const Polynomials& polynomials;
    Piece operator()(double day) const { return polynomials.nutation({day}); }
  };
  struct FetchDeltaT {
    const Polynomials& polynomials;
    Piece operator()(double day) const { return polynomials.delta_t({day}); }
  };
  struct FitAyanamsa {
    Zodiac& zodiac;
    Piece operator()(double day) const { return zodiac.ayanamsa_piece(day); }
  };

  const Ephemeris& ephemeris_;
  const Polynomials& polynomials_;
  std::optional<Ayanamsa> ayanamsa_;
  Cursor<FetchNutation> nutation_{{polynomials_}, nutation_straight_days};
  // Bends by some tenths of a second a year squared at most.
  Cursor<FetchDeltaT> delta_t_{{polynomials_}, 2};
  std::map<double, Piece> ayanamsas_;  // by their first days
  Cursor<FitAyanamsa> mean_ayanamsa_{{*this}, 1e-3};
  double guess_ = 0;
  std::optional<Error> failure_;
};

// A body's share in a quantity.
struct Term {
  Body body{};
  double sign = 1;
  Piece longitude{0, -1, {}};
  Piece latitude{0, -1, {}};
};

// What the four coordinates have in common: the terms and their pieces.
class PolynomialCurve : public Curve {
 public:
  PolynomialCurve(const Ephemeris& ephemeris, const Polynomials& polynomials,
                  const Quantity& quantity, const Frame& frame)
      : polynomials_(polynomials), zodiac_(ephemeris, polynomials, frame) {
    terms_[0].body = quantity.body;
    if (!quantity.other) return;
    terms_[1].body = *quantity.other;
    terms_[1].sign = quantity.combination == Combination::sum ? 1 : -1;
    count_ = 2;
  }

  double day_of(JulianDayUt when) override { return zodiac_.day_of(when); }
  JulianDayUt instant_of(double day) override { return zodiac_.instant_of(day); }

  double enter(double begin) override {
    double end = std::numeric_limits<double>::infinity();
    for (auto& term : terms()) {
      if (!(leading(term).last() > begin + border_days)) fetch(term, begin + border_days);
      end = std::min(end, leading(term).last());
    }
    return end;
  }

  // A fit to less would follow what is missed by the table's own.
  double noise() const override { return 1e-7; }
  double value_at(double day) override { return at(day).value; }
  std::optional<bool> certainly_rises() const override { return std::nullopt; }
  std::optional<Error> failure() const override { return zodiac_.failure(); }

 protected:
  std::span<Term> terms() { return {terms_.data(), count_}; }
  std::span<const Term> terms() const { return {terms_.data(), count_}; }
  Zodiac& zodiac() { return zodiac_; }
  const Zodiac& zodiac() const { return zodiac_; }
  const Polynomials& polynomials() const { return polynomials_; }

  virtual const Piece& leading(const Term& term) const { return term.longitude; }
  virtual void fetch(Term& term, double day) {
    term.longitude = polynomials_.longitude(term.body, {day});
  }

  // Of the sum of pieces, each by its own polynomial.
  std::optional<bool> sum_rises(double margin) const {
    Bounds sum;
    for (const auto& term : terms()) {
      const auto& piece = leading(term);
      const auto bounds = bounds_of(derivative(piece.coefficients));
      const double sign = term.sign / piece.half_length;
      sum.low += sign * (sign > 0 ? bounds.low : bounds.high);
      sum.high += sign * (sign > 0 ? bounds.high : bounds.low);
    }
    margin *= static_cast<double>(count_);
    if (sum.exclude_zero(margin)) return sum.low > 0;
    if (count_ > 1) return std::nullopt;
    const auto& piece = leading(terms_[0]);
    const auto slope = derivative(piece.coefficients);
    constexpr int halvings = 3;
    if (!keeps_sign(slope, margin * piece.half_length, halvings)) return std::nullopt;
    return evaluate(slope, 0).value > 0;
  }

 private:
  const Polynomials& polynomials_;
  Zodiac zodiac_;
  std::array<Term, 2> terms_{};
  std::size_t count_ = 1;
};

void note_retrograde(Sample& sample, const Term& term, const std::span<const Term> terms,
                     double rate) {
  (&term == terms.data() ? sample.retrograde : sample.other_retrograde) = rate < 0;
}

class LongitudeCurve final : public PolynomialCurve {
 public:
  using PolynomialCurve::PolynomialCurve;

  std::optional<bool> certainly_rises() const override { return sum_rises(zodiac().rate_max()); }

  Sample at(double day) override {
    const auto shift = zodiac().shift_at(day);
    Sample sample;
    for (const auto& term : terms()) {
      const auto motion = motion_at(term.longitude, day);
      const double rate = motion.per_day + shift.per_day;
      sample.value += term.sign * (motion.value + shift.value);
      sample.rate += term.sign * rate;
      note_retrograde(sample, term, terms(), rate);
    }
    return sample;
  }
};

class LongitudeSpeedCurve final : public PolynomialCurve {
 public:
  using PolynomialCurve::PolynomialCurve;

  Sample at(double day) override {
    // Nutation and precession have no second derivative here: a difference will do for a slope.
    constexpr double step = 2 * nutation_straight_days;
    const double later = zodiac().shift_at(day + step).per_day;
    const double shift = zodiac().shift_at(day).per_day;
    Sample sample;
    for (const auto& term : terms()) {
      const auto& piece = term.longitude;
      const auto motion = evaluate(derivative(piece.coefficients), position(piece, day));
      const double rate = motion.value / piece.half_length + shift;
      sample.value += term.sign * rate;
      sample.rate += term.sign * (motion.slope / (piece.half_length * piece.half_length) +
                                  (later - shift) / step);
      note_retrograde(sample, term, terms(), rate);
    }
    return sample;
  }

 private:
  static double position(const Piece& piece, double day) {
    return (day - piece.middle) / piece.half_length;
  }
};

class LatitudeCurve final : public PolynomialCurve {
 public:
  using PolynomialCurve::PolynomialCurve;

  std::optional<bool> certainly_rises() const override { return sum_rises(0); }

  Sample at(double day) override {
    Sample sample;
    for (const auto& term : terms()) {
      const auto motion = motion_at(term.latitude, day);
      sample.value += term.sign * motion.value;
      sample.rate += term.sign * motion.per_day;
    }
    return sample;
  }

 private:
  const Piece& leading(const Term& term) const override { return term.latitude; }
  void fetch(Term& term, double day) override {
    term.latitude = polynomials().latitude(term.body, {day});
  }
};

class DeclinationCurve final : public PolynomialCurve {
 public:
  using PolynomialCurve::PolynomialCurve;

  Sample at(double day) override {
    const auto nutation = zodiac().nutation_at(day);
    const auto obliquity = obliquity_.at(day);
    Sample sample;
    for (const auto& term : terms()) {
      auto longitude = motion_at(term.longitude, day);
      longitude.value += nutation.value;
      longitude.per_day += nutation.per_day;
      const auto declination = declination_of(longitude, motion_at(term.latitude, day), obliquity);
      sample.value += term.sign * declination.value;
      sample.rate += term.sign * declination.per_day;
    }
    return sample;
  }

 private:
  void fetch(Term& term, double day) override {
    PolynomialCurve::fetch(term, day);
    term.latitude = polynomials().latitude(term.body, {day});
  }

  static Motion declination_of(const Motion& longitude, const Motion& latitude,
                               const Motion& obliquity) {
    const double sin_l = std::sin(radians(longitude.value));
    const double cos_l = std::cos(radians(longitude.value));
    const double sin_b = std::sin(radians(latitude.value));
    const double cos_b = std::cos(radians(latitude.value));
    const double sin_e = std::sin(radians(obliquity.value));
    const double cos_e = std::cos(radians(obliquity.value));
    const double sine = std::clamp(sin_l * cos_b * sin_e + sin_b * cos_e, -1.0, 1.0);
    const double change = cos_l * cos_b * sin_e * longitude.per_day +
                          (cos_b * cos_e - sin_l * sin_b * sin_e) * latitude.per_day +
                          (sin_l * cos_b * cos_e - sin_b * sin_e) * obliquity.per_day;
    return {std::asin(sine) * 180 / std::numbers::pi, change / std::sqrt(1 - sine * sine)};
  }

  struct FetchObliquity {
    const Polynomials& polynomials;
    Piece operator()(double day) const { return polynomials.obliquity({day}); }
  };
  Cursor<FetchObliquity> obliquity_{{polynomials()}, nutation_straight_days};
};

}  // namespace

std::unique_ptr<Curve> polynomial_curve(const Ephemeris& ephemeris, const Polynomials& polynomials,
                                        const Quantity& quantity, const Frame& frame) {
  switch (quantity.coordinate) {
    case Coordinate::longitude_speed:
      return std::make_unique<LongitudeSpeedCurve>(ephemeris, polynomials, quantity, frame);
    case Coordinate::latitude:
      return std::make_unique<LatitudeCurve>(ephemeris, polynomials, quantity, frame);
    case Coordinate::declination:
      return std::make_unique<DeclinationCurve>(ephemeris, polynomials, quantity, frame);
    case Coordinate::longitude:
      break;
  }
  return std::make_unique<LongitudeCurve>(ephemeris, polynomials, quantity, frame);
}

}  // namespace astronova::sky::search
