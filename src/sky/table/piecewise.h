#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "base/result.h"
#include "sky/table/table_format.h"

namespace astronova::sky::table {

using Values = std::array<double, coordinates_max>;

/// What a series is fitted to, and how well.
struct FitSettings {
  std::uint32_t what = 0;
  std::size_t coordinates = 3;
  double first_day = 0;
  double piece_days = 0;
  std::uint64_t pieces = 0;
  bool first_is_angle = true;  ///< the first coordinate is in degrees and may pass 360
  Values tolerance{};          ///< a part that misses a point by more is halved
  std::uint32_t halvings_max = 13;
  /// Says of a part from one day to another that it is to be halved, however well it fits; asked
  /// for a piece before its parts. May be empty.
  std::function<Result<bool>(double begin, double end)> is_too_long{};
};

/// A fitted series. Its parts are numbered in the order of time, in `index` and `slots` too;
/// where the arrays lie in a file is not set.
struct FittedSeries {
  Series series{};
  std::vector<std::uint32_t> index;
  std::vector<std::uint32_t> slots;
  std::vector<std::byte> parts;     ///< part_bytes each
  std::vector<double> part_begins;  ///< days

  std::size_t bytes() const {
    return (index.size() + slots.size()) * sizeof(std::uint32_t) + parts.size();
  }
};

/// Where a file has the arrays of series: their parts behind the other arrays, in the order of time
/// over all series. Sets the offsets in each series and appends the arrays.
/// @param bytes  the file so far; a multiple of part_unit is appended up to
void append_series(std::vector<FittedSeries>& series, std::vector<std::byte>& bytes);

/// Fits Chebyshev polynomials of degree 11 to a function of the day, piece by piece. A part is
/// halved until it is within the tolerance, or until halving no longer helps: the function has a
/// step there, or noise.
/// errors  those of the function
Result<FittedSeries> fit_series(const FitSettings& settings,
                                const std::function<Result<Values>(double)>& value);

}  // namespace astronova::sky::table
