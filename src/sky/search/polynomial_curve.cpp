#include "sky/search/polynomial_curve.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <span>

#include "sky/search/zodiac.h"

namespace astronova::sky::search {
namespace {

// Within this much of a border the next piece has begun.
constexpr double border_days = 1e-6;

double radians(double degrees) {
  return degrees * std::numbers::pi / 180;
}

// A body's share in a quantity.
struct Term {
  Body body{};
  double sign = 1;
  Polynomial longitude;
  Polynomial latitude;
  Bounds rate_bounds;  // of the one whose end ends the stretch, a day
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
      if (!(leading(term).last() > begin + border_days)) {
        fetch(term, begin + border_days);
        const auto bounds = bounds_of(leading(term).series().slope());
        const double days = leading(term).days();
        term.rate_bounds = {bounds.low / days, bounds.high / days};
      }
      end = std::min(end, leading(term).last());
    }
    return end;
  }

  // A fit to less would follow what is missed by the table's own.
  double noise() const override { return 1e-7; }
  double value_at(double day) override { return at(day).value; }
  double rate_at(double day) override {
    zodiac_.forget();
    return at(day).rate;
  }
  std::optional<bool> certainly_rises() const override { return std::nullopt; }
  std::optional<Error> failure() const override { return zodiac_.failure(); }

 protected:
  std::span<Term> terms() { return {terms_.data(), count_}; }
  std::span<const Term> terms() const { return {terms_.data(), count_}; }
  Zodiac& zodiac() { return zodiac_; }
  const Zodiac& zodiac() const { return zodiac_; }
  const Polynomials& polynomials() const { return polynomials_; }

  virtual const Polynomial& leading(const Term& term) const { return term.longitude; }
  virtual void fetch(Term& term, double day) {
    term.longitude = Polynomial(polynomials_.longitude(term.body, {day}));
  }

  // Of the sum of the leading polynomials and of what changes by no more than a margin a day.
  std::optional<bool> sum_rises(double margin) const {
    Bounds sum;
    for (const auto& term : terms()) {
      const auto& bounds = term.rate_bounds;
      sum.low += term.sign > 0 ? bounds.low : -bounds.high;
      sum.high += term.sign > 0 ? bounds.high : -bounds.low;
    }
    margin *= static_cast<double>(count_);
    if (sum.exclude_zero(margin)) return sum.low > 0;
    if (count_ > 1) return std::nullopt;
    const auto& polynomial = leading(terms_[0]);
    const auto slope = polynomial.series().slope();
    constexpr int halvings = 3;
    if (!keeps_sign(slope, margin * polynomial.days(), halvings)) return std::nullopt;
    return evaluate(slope, 0).value > 0;
  }

  // Of one polynomial and of what bends by no more than a margin a day squared.
  bool bends_one_way(double margin) const {
    if (count_ > 1) return false;
    const auto& polynomial = leading(terms_[0]);
    const auto bend = derivative(polynomial.series().slope());
    constexpr int halvings = 2;
    return keeps_sign(bend, margin * polynomial.days() * polynomial.days(), halvings);
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

  double value_at(double day) override {
    const double shift = zodiac().shift_at(day).value;
    double value = 0;
    for (const auto& term : terms())
      value += term.sign * (term.longitude.at(day).value + shift);
    return value;
  }

  std::optional<bool> certainly_rises() const override { return sum_rises(zodiac().rate_max()); }
  bool certainly_bends_one_way() const override { return bends_one_way(zodiac().bend_max()); }

  Sample at(double day) override {
    const auto shift = zodiac().shift_at(day);
    Sample sample;
    for (const auto& term : terms()) {
      const auto motion = term.longitude.at(day);
      const double rate = motion.per_day + shift.per_day;
      sample.value += term.sign * (motion.value + shift.value);
      sample.rate += term.sign * rate;
      note_retrograde(sample, term, terms(), rate);
    }
    return sample;
  }

  void at_each(std::span<const double> days, std::span<Sample> samples) override {
    std::size_t done = 0;
    for (; done + 4 <= days.size() && terms().size() == 1; done += 4)
      four_at(days.subspan(done).first<4>(), samples.subspan(done).first<4>());
    for (; done < days.size(); ++done)
      samples[done] = at(days[done]);
  }

 private:
  // Of one body.
  void four_at(std::span<const double, 4> at, std::span<Sample, 4> samples) {
    const FourDays days{at[0], at[1], at[2], at[3]};
    const auto shifts = zodiac().shift_at(days);
    const auto& term = terms().front();
    const auto motions = term.longitude.at(days);
    for (std::size_t i = 0; i < samples.size(); ++i) {
      const double rate = motions[i].per_day + shifts[i].per_day;
      samples[i] = {term.sign * (motions[i].value + shifts[i].value), term.sign * rate, rate < 0,
                    false};
    }
  }
};

class LongitudeSpeedCurve final : public PolynomialCurve {
 public:
  using PolynomialCurve::PolynomialCurve;

  Sample at(double day) override {
    // Nutation and precession have no second derivative here: a difference will do for a slope.
    constexpr double step = 2 * Zodiac::straight_days;
    const double later = zodiac().shift_at(day + step).per_day;
    zodiac().forget();
    const double shift = zodiac().shift_at(day).per_day;
    Sample sample;
    for (const auto& term : terms()) {
      const auto& polynomial = term.longitude;
      const auto speed = evaluate(polynomial.series().slope(), polynomial.argument(day));
      const double days = polynomial.days();
      const double rate = speed.value / days + shift;
      sample.value += term.sign * rate;
      sample.rate += term.sign * (speed.slope / (days * days) + (later - shift) / step);
      note_retrograde(sample, term, terms(), rate);
    }
    return sample;
  }
};

class LatitudeCurve final : public PolynomialCurve {
 public:
  using PolynomialCurve::PolynomialCurve;

  std::optional<bool> certainly_rises() const override { return sum_rises(0); }
  bool certainly_bends_one_way() const override { return bends_one_way(0); }

  Sample at(double day) override {
    Sample sample;
    for (const auto& term : terms()) {
      const auto motion = term.latitude.at(day);
      sample.value += term.sign * motion.value;
      sample.rate += term.sign * motion.per_day;
    }
    return sample;
  }

 private:
  const Polynomial& leading(const Term& term) const override { return term.latitude; }
  void fetch(Term& term, double day) override {
    term.latitude = Polynomial(polynomials().latitude(term.body, {day}));
  }
};

class DeclinationCurve final : public PolynomialCurve {
 public:
  using PolynomialCurve::PolynomialCurve;

  Sample at(double day) override {
    const auto nutation = zodiac().nutation_at(day);
    const auto obliquity = zodiac().obliquity_at(day);
    Sample sample;
    for (const auto& term : terms()) {
      auto longitude = term.longitude.at(day);
      longitude.value += nutation.value;
      longitude.per_day += nutation.per_day;
      const auto declination = declination_of(longitude, term.latitude.at(day), obliquity);
      sample.value += term.sign * declination.value;
      sample.rate += term.sign * declination.per_day;
    }
    return sample;
  }

 private:
  void fetch(Term& term, double day) override {
    PolynomialCurve::fetch(term, day);
    term.latitude = Polynomial(polynomials().latitude(term.body, {day}));
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
