#pragma once

#include <boost/container/static_vector.hpp>
#include <cstdint>
#include <optional>

#include "astrology/western/predictive/equator.h"

namespace astronova::astrology {

/// By what two points are said to stand alike towards horizon and meridian.
enum class MundaneSystem : std::uint8_t {
  /// They have gone through the same share of their semi-arcs, above or below the horizon.
  placidus,
  /// They stand on one great circle through the north and south points of the horizon.
  regiomontanus,
};

/// The sphere over a place at an instant.
struct MundaneSphere {
  double armc = 0;      ///< right ascension of the midheaven, degrees
  double latitude = 0;  ///< geographic, degrees, north positive
  MundaneSystem system = MundaneSystem::placidus;
};

/// Where a point stands towards horizon and meridian, so that points of other declinations can
/// stand alike.
struct MundanePosition {
  bool above = true;  ///< the horizon; Placidus alone
  /// Placidus: the share of the semi-arc between the upper, or the lower, meridian and the point,
  /// [-1, 1], positive where its right ascension is the greater. Regiomontanus: where its circle
  /// cuts the equator, degrees from the upper meridian, positive eastward.
  double measure = 0;
};

/// None where the point never crosses the horizon, and so has no semi-arcs (Placidus).
std::optional<MundanePosition> mundane_position(const MundaneSphere& sphere,
                                                const EquatorialPoint& point);
MundanePosition midheaven_position();
MundanePosition ascendant_position(MundaneSystem system);

/// By how many degrees, each in [0, 360), ascending.
using SphereTurns = boost::container::static_vector<double, 2>;

/// By how many degrees the sphere has to be turned forward (with the daily motion) until a point
/// stands where the position is. None where it never does: within the polar circles. Once
/// otherwise, but of Regiomontanus' circles a point that never sets, or never rises, crosses some
/// twice in a turn and others never. To the midheaven a point comes when it culminates.
///
/// With m for the point's right ascension less the ARMC, sin AD = tan(declination) tan(latitude),
/// and semi-arcs DA = 90 + AD and NA = 90 - AD:
///   Placidus       the position k asks for m = k DA above the horizon, m = 180 + k NA below
///   Regiomontanus  the circle that cuts the equator at x has the pole p, tan p = tan(latitude)
///                  sin x, and asks for sin(m - x) = tan(declination) tan p, of which that half of
///                  the circle counts that holds x
/// Source: Regiomontanus's pole and oblique ascension as in Morin, Astrologia Gallica XXII;
/// Placidus by semi-arcs as in Ptolemy, Tetrabiblos III.10.
SphereTurns degrees_until(const MundaneSphere& sphere, const MundanePosition& position,
                          const EquatorialPoint& point);

}  // namespace astronova::astrology
