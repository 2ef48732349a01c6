#pragma once

#include <compare>

namespace astronova {

/// A number that cannot be mistaken for one of another unit or time scale: quantities of different
/// tags do not convert into each other, and `value` names the unit of its alias.
template <class Tag>
struct Quantity {
  double value{};
  auto operator<=>(const Quantity&) const = default;
};

/// Degrees of arc.
using Degrees = Quantity<struct DegreesTag>;
/// Seconds of time.
using Seconds = Quantity<struct SecondsTag>;
/// Julian day number with fraction, in days of Universal Time (UT1; UTC is taken as UT1, < 0.9 s).
using JulianDayUt = Quantity<struct JulianDayUtTag>;
/// Julian day number with fraction, in days of Terrestrial Time.
using JulianDayTt = Quantity<struct JulianDayTtTag>;

}  // namespace astronova
