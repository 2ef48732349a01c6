#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "astrology/western/aspects.h"

namespace astronova::astrology {

/// The stretch of the zodiac from which a transiting body makes an aspect to a natal point.
struct AspectWindow {
  AspectPoint natal{};
  AspectKind kind{};
  double exact = 0;  ///< the longitude from which the aspect is exact, degrees, any turn
  double orb = 0;    ///< degrees on either side
};

/// The windows of a body to all points: an aspect but conjunction and opposition has two. In the
/// order of the points, then of the aspects.
std::vector<AspectWindow> aspect_windows(sky::Body transiting, std::span<const AspectPoint> points,
                                         const AspectSettings& settings);

/// What a longitude is the border of.
enum class MarkKind : std::uint8_t { window_begin, window_exact, window_end, cusp };

/// A longitude that means something on a body's way.
struct LongitudeMark {
  double longitude = 0;     ///< degrees, [0, 360)
  std::uint16_t owner = 0;  ///< the index of its window or cusp
  MarkKind kind{};
};

/// All marks on the way of one body around the zodiac, found by their longitudes.
class LongitudeMarks {
 public:
  /// `cusps` in degrees, [0, 360).
  LongitudeMarks(std::span<const AspectWindow> windows, std::span<const double> cusps);

  /// The longitudes of all, each once, in order: those closer than 1e-9 degrees are one.
  const std::vector<double>& longitudes() const { return longitudes_; }
  /// The marks at one of these, in the order in which a body that goes forward meets them.
  std::span<const LongitudeMark> at(double longitude) const;

 private:
  void add(double longitude, std::size_t owner, MarkKind kind);
  void merge();
  void index();

  std::vector<LongitudeMark> marks_;
  std::vector<double> longitudes_;
  std::array<std::uint16_t, 360> firsts_{};  // the first mark of each whole degree or beyond
};

}  // namespace astronova::astrology
