#pragma once

#include <map>
#include <optional>

#include "sky/search/polynomial.h"

namespace astronova::sky::search {

/// Where longitudes are counted from, and the two time scales, over days of TT: what turns the
/// polynomials of an ephemeris into the answers of its port.
/// threads  one at a time
class Zodiac {
 public:
  /// The first two outlive it.
  Zodiac(const Ephemeris& ephemeris, const Polynomials& polynomials, const Frame& frame);
  Zodiac(const Zodiac&) = delete;
  Zodiac& operator=(const Zodiac&) = delete;

  /// What is added to a longitude from the mean equinox of date: the nutation, or the ayanamsa,
  /// freed of it, with a minus.
  Motion shift_at(double day);
  FourMotions shift_at(const FourDays& days);
  /// Degrees a day by which the shift changes at most, and a day squared by which it bends.
  double rate_max() const;
  double bend_max() const;
  /// Has the next answers evaluated afresh: their changes a day are then exact.
  void forget();
  Motion nutation_at(double day) { return nutation_.at(day); }
  /// True obliquity of the ecliptic.
  Motion obliquity_at(double day) { return obliquity_.at(day); }

  double day_of(JulianDayUt when);
  JulianDayUt instant_of(double day);

  /// Why the ayanamsa was not to be had.
  std::optional<Error> failure() const { return failure_; }

  /// Nutation and obliquity, continued in a straight line so far, are within 2e-8 degrees: they
  /// bend by less than 0.06 arc seconds a day squared.
  static constexpr double straight_days = 0.05;

 private:
  Piece ayanamsa_piece(double day);
  Piece fit_ayanamsa(double day, double length);
  double mean_ayanamsa(double day);

  struct FetchNutation {
    const Polynomials& polynomials;
    Piece operator()(double day) const { return polynomials.nutation({day}); }
  };
  struct FetchObliquity {
    const Polynomials& polynomials;
    Piece operator()(double day) const { return polynomials.obliquity({day}); }
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
  bool is_of_a_star_;
  Cursor<FetchNutation> nutation_;
  Cursor<FetchObliquity> obliquity_;
  Cursor<FetchDeltaT> delta_t_;
  std::map<double, Piece> ayanamsas_;  // by their first days
  Cursor<FitAyanamsa> mean_ayanamsa_;
  double delta_t_days_ = 0;  // around the last instant
  std::optional<Error> failure_;
};

}  // namespace astronova::sky::search
