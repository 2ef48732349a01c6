#pragma once

#include <span>
#include <vector>

#include "astrology/western/aspects.h"

namespace astronova::astrology {

/// Half-way between two points.
struct Midpoint {
  AspectPoint first;
  AspectPoint second;
  double longitude = 0;  ///< in the middle of the shorter arc, degrees, [0, 360); of two opposite
                         ///< points, ahead of the first
};

/// The midpoint of two longitudes, degrees, [0, 360).
double midpoint_of(double first, double second);

/// All midpoints among points, in their order. Pairs of one family are left out, as they are among
/// aspects.
std::vector<Midpoint> midpoints_of(std::span<const AspectPoint> points);

/// A point that stands on a midpoint, or a multiple of an angle from it.
struct OccupiedMidpoint {
  AspectPoint point;
  Midpoint midpoint;
  int angle = 0;   ///< 0, 45, 90, 135 or 180
  double orb = 0;  ///< degrees, >= 0
};

/// On which angles a midpoint counts as occupied.
enum class MidpointDial : int {
  full = 360,    ///< 0 and 180: the axis itself
  quarter = 90,  ///< and 90: what falls together on the 90 degree dial
  eighth = 45,   ///< and 45 and 135 (Ebertin, The Combination of Stellar Influences)
};

/// Every point with the midpoints that it occupies: its midpoint tree, the closest first. In the
/// order of the points; a point that occupies none has an empty tree. Pairs that the point itself
/// belongs to are left out.
struct MidpointTree {
  AspectPoint point;
  std::vector<OccupiedMidpoint> branches;
};
std::vector<MidpointTree> midpoint_trees(std::span<const AspectPoint> points, MidpointDial dial,
                                         double orb_degrees);

/// The points on the 90 degree dial, cardinal signs first at 0, fixed at 30, mutable at 60: in the
/// order of the dial.
struct DialPoint {
  AspectPoint point;
  double position = 0;  ///< degrees, [0, 90)
};
std::vector<DialPoint> dial_of_90(std::span<const AspectPoint> points);

}  // namespace astronova::astrology
