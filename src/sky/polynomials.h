#pragma once

#include <array>
#include <cstddef>

#include "sky/ephemeris.h"

namespace astronova::sky {

/// A stretch of time in which a quantity is a Chebyshev series: the sum of coefficients[k] T_k(x)
/// for x = (day - middle) / half_length in [-1, 1].
struct Piece {
  static constexpr std::size_t terms = 12;

  double middle = 0;       ///< days
  double half_length = 0;  ///< days
  std::array<double, terms> coefficients{};

  double first() const { return middle - half_length; }
  double last() const { return middle + half_length; }
};

/// The polynomials of which an adapter's geocentric answers are made, for those who look for
/// instants (sky/search). The piece of an instant is the one that the adapter itself evaluates
/// there.
///
/// Values may step from one piece to the next by what the fit and the source's own steps allow.
/// Threads: as the port. Instants outside `span` are not to be asked for.
class Polynomials {
 public:
  virtual ~Polynomials() = default;

  /// From when until when there are pieces.
  virtual Coverage span() const = 0;
  virtual bool holds(Body body) const = 0;

  /// Apparent ecliptic longitude from the mean equinox of date, degrees: free of nutation, and
  /// without a step at 360 within a piece.
  virtual Piece longitude(Body body, JulianDayTt when) const = 0;
  /// Ecliptic latitude, degrees.
  virtual Piece latitude(Body body, JulianDayTt when) const = 0;
  /// Nutation in longitude, degrees: the true longitude is the mean one plus this.
  virtual Piece nutation(JulianDayTt when) const = 0;
  /// True obliquity of the ecliptic, degrees.
  virtual Piece obliquity(JulianDayTt when) const = 0;
  /// TT - UT1, seconds, over days of UT1.
  virtual Piece delta_t(JulianDayUt when) const = 0;
};

}  // namespace astronova::sky
