#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/quantity.h"
#include "base/result.h"

namespace astronova::sky {

/// A star, or another point beyond the solar system, of a catalogue.
struct FixedStar {
  std::string designation{};          ///< of Bayer, Flamsteed or another: "alCMa"
  std::string name{};                 ///< traditional, "Sirius"; empty where it has none
  std::vector<std::string> others{};  ///< further traditional names
  std::optional<double> magnitude{};  ///< visual; none of poles, centres and the like
};

/// Where a star is: apparent, from the Earth's centre; proper motion, precession, nutation,
/// aberration, deflection of light and annual parallax are in it.
struct StarState {
  double longitude = 0;        ///< tropical, true equinox of date, degrees, [0, 360)
  double latitude = 0;         ///< ecliptic of date, degrees, [-90, 90]
  double right_ascension = 0;  ///< true equator and equinox of date, degrees, [0, 360)
  double declination = 0;      ///< degrees, [-90, 90]
};

/// A catalogue of fixed stars.
/// Threads: every method may be called from every thread at once; calls block.
class FixedStars {
 public:
  virtual ~FixedStars() = default;

  /// All of them, each once, in the order of their designations. Empty when there is no data file.
  /// Lives as long as this object.
  virtual std::span<const FixedStar> catalogue() const = 0;

  /// Some stars at one instant, by their places in the catalogue; `states` has as many.
  /// errors  outside_ephemeris, data_missing
  virtual Result<void> states_at(JulianDayUt when, std::span<const std::size_t> stars,
                                 std::span<StarState> states) const = 0;
};

}  // namespace astronova::sky
