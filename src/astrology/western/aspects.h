#pragma once

#include <array>
#include <boost/container/static_vector.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "sky/bodies.h"

namespace astronova::astrology {

/// The angles between two points that count, Ptolemy's five first.
enum class AspectKind : std::uint8_t {
  conjunction,
  opposition,
  trine,
  square,
  sextile,
  quincunx,
  semisextile,
  semisquare,
  sesquiquadrate,
  quintile,
  biquintile,
};
inline constexpr std::size_t aspect_kind_count = 11;
inline constexpr std::size_t major_aspect_count = 5;

std::span<const std::string_view> aspect_names();
std::string_view name_of(AspectKind kind);
std::optional<AspectKind> aspect_named(std::string_view name);

/// The exact angle of an aspect, degrees, [0, 180].
double angle_of(AspectKind kind);

/// Which aspects are looked for, and how far from exact each may be, in degrees.
struct AspectSettings {
  struct Orb {
    bool wanted = false;
    double orb = 0;           ///< between any two points
    double luminary_orb = 0;  ///< when the Sun or the Moon takes part
  };
  std::array<Orb, aspect_kind_count> orbs{};

  /// No aspect wanted yet; each with the default orbs of docs/astrology/aspects.md.
  static AspectSettings with_default_orbs();
  /// The five major aspects with the default orbs.
  static AspectSettings major();
  /// The five major aspects with one orb for all points; it is that of the others as well, should
  /// they be wanted.
  static AspectSettings major_within(double degrees);
  void want(AspectKind kind);
  bool wants(AspectKind kind) const;
  /// Sets one orb for all points.
  void set_orb(AspectKind kind, double degrees);
};

/// What an aspect can be made with: a body, or one of the two angles of the chart.
enum class PointKind : std::uint8_t { body, ascendant, midheaven };
struct AspectPoint {
  PointKind kind = PointKind::body;
  sky::Body body{};      ///< when kind is body
  double longitude = 0;  ///< degrees, [0, 360)
  double speed = 0;      ///< degrees a day; 0 for the angles of a natal chart, which stand still
};

/// "sun", "ascendant" ...
std::string_view name_of(const AspectPoint& point);

/// Whether two points of one chart move as one, so that what stands between them is true of every
/// chart: a node and its opposite or its twin, the two Liliths, the two angles.
bool is_same_family(const AspectPoint& first, const AspectPoint& second);

/// Visits the pairs of a list, each once and in its order, but for those of one family.
///   point_of  the AspectPoint of an element
template <class Points, class PointOf, class Visit>
void for_each_pair(const Points& points, const PointOf& point_of, const Visit& visit) {
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (std::size_t j = i + 1; j < points.size(); ++j) {
      if (!is_same_family(std::invoke(point_of, points[i]), std::invoke(point_of, points[j])))
        visit(points[i], points[j]);
    }
  }
}
template <class Visit>
void for_each_pair(std::span<const AspectPoint> points, const Visit& visit) {
  for_each_pair(points, std::identity{}, visit);
}

/// One aspect between two points, `first` before `second` in the order of the input.
struct Aspect {
  AspectPoint first;
  AspectPoint second;
  AspectKind kind{};
  double orb = 0;         ///< distance from exact, degrees, [0, 180]
  bool applying = false;  ///< the orb is shrinking, by the speeds at this instant
};

/// The most points that one chart can have, and so the most aspects.
inline constexpr std::size_t aspect_points_max = sky::body_count + 2;
using AspectPoints = boost::container::static_vector<AspectPoint, aspect_points_max>;
using Aspects =
    boost::container::static_vector<Aspect, aspect_points_max*(aspect_points_max - 1) / 2>;

/// The aspects among the points of one chart: each pair once, and a pair that is within orb of two
/// aspects has the one it is nearer to. Pairs that say nothing are left out: a node with its own
/// opposite or with its mean or true twin (so too the two Liliths), and the two angles with each
/// other. In the order of the points, of which there are at most aspect_points_max. Allocates
/// nothing.
void find_aspects_within(std::span<const AspectPoint> points, const AspectSettings& settings,
                         Aspects& aspects);
Aspects aspects_within(std::span<const AspectPoint> points, const AspectSettings& settings);

/// The aspects from the points of one chart to those of another, all pairs.
std::vector<Aspect> aspects_between(std::span<const AspectPoint> first,
                                    std::span<const AspectPoint> second,
                                    const AspectSettings& settings);

}  // namespace astronova::astrology
