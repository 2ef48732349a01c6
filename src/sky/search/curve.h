#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "base/quantity.h"
#include "base/result.h"

namespace astronova::sky::search {

/// A quantity at an instant.
struct Sample {
  double value = 0;
  double rate = 0;  ///< a day
  bool retrograde = false;
  bool other_retrograde = false;
};

/// A quantity as a function of time, walked through from stretch to stretch, each of which is
/// smooth. The days are of the curve's own time scale.
/// threads  one at a time
class Curve {
 public:
  virtual ~Curve() = default;

  virtual double day_of(JulianDayUt when) = 0;
  virtual JulianDayUt instant_of(double day) = 0;

  /// Goes to the stretch that begins at a day. Returns its end. The functions below are of this
  /// stretch, within which longitudes pass 360 without a step.
  virtual double enter(double begin) = 0;

  /// Whether the quantity certainly rises (true) or falls all through the stretch.
  virtual std::optional<bool> certainly_rises() const = 0;

  /// Whether the rate certainly only grows or only shrinks all through the stretch.
  virtual bool certainly_bends_one_way() const { return false; }

  virtual double value_at(double day) = 0;
  virtual Sample at(double day) = 0;
  /// As of `at`, at many days, of which there are as many as samples.
  virtual void at_each(std::span<const double> days, std::span<Sample> samples) {
    for (std::size_t i = 0; i < days.size(); ++i)
      samples[i] = at(days[i]);
  }
  /// As of `at`, but as exactly as can be, for finding where it is zero.
  virtual double rate_at(double day) { return at(day).rate; }

  /// Fits of the quantity that miss its values by less are as good as it is.
  virtual double noise() const = 0;

  /// What went wrong since the curve was made; values are not to be trusted then.
  virtual std::optional<Error> failure() const { return std::nullopt; }
};

}  // namespace astronova::sky::search
