#pragma once

#include <array>

#include "astrology/matching/compatibility.h"

/// The tables of docs/astrology/compatibility.md, in the order of MatchPoints.
namespace astronova::astrology::match_weights {

using Parts = std::array<double, match_part_count>;

/// How good a point is for another beside it: Venus and Jupiter, the benefics of tradition, at one
/// end, Saturn at the other.
inline constexpr std::array<double, match_points_max> temper{0.6,  0.7, 0.4,  1.0, -0.3, 1.0, -0.7,
                                                             -0.2, 0.1, -0.4, 0.5, 0.6,  0.4};
/// Mars' in the physical part, where his heat is welcome.
inline constexpr double temper_of_mars_physical = 0.9;

/// How much a point has to do with a part.
inline constexpr std::array<Parts, match_points_max> affinity{{
    {0.7, 0.6, 0.7, 0.7},  // Sun
    {1.0, 0.5, 0.6, 0.6},  // Moon
    {0.3, 1.0, 0.2, 0.3},  // Mercury
    {0.9, 0.4, 1.0, 0.5},  // Venus
    {0.4, 0.4, 1.0, 0.2},  // Mars
    {0.5, 0.6, 0.4, 1.0},  // Jupiter
    {0.6, 0.6, 0.4, 0.5},  // Saturn
    {0.3, 0.6, 0.3, 0.4},  // Uranus
    {0.4, 0.3, 0.2, 0.9},  // Neptune
    {0.4, 0.3, 0.5, 0.4},  // Pluto
    {0.4, 0.2, 0.2, 0.8},  // true node
    {0.6, 0.5, 0.8, 0.3},  // ascendant
    {0.3, 0.5, 0.2, 0.4},  // midheaven
}};

/// What an exact aspect is worth, in the order of AspectKind; the conjunction takes the mean of
/// both tempers instead.
inline constexpr std::array<Parts, major_aspect_count> nature{{
    {},
    {-0.7, -0.8, -0.4, -0.8},  // opposition
    {1.0, 1.0, 0.8, 1.0},      // trine
    {-1.2, -1.2, -1.1, -1.2},  // square
    {0.6, 0.7, 0.5, 0.6},      // sextile
}};

/// Mean and standard deviation of a part's raw sum over 10,000 random pairs, to two decimals:
/// bench/compatibility_figures.cpp computes them.
struct Calibration {
  double mean;
  double deviation;
};
inline constexpr std::array<Calibration, match_part_count> calibration{{
    {0.08, 1.29},
    {0.03, 1.18},
    {0.22, 1.12},
    {-0.02, 1.33},
}};

}  // namespace astronova::astrology::match_weights
