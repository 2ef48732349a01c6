#pragma once

#include <vector>

#include "astrology/western/natal/antiscia.h"
#include "astrology/western/natal/aspect_patterns.h"
#include "astrology/western/natal/declinations.h"
#include "astrology/western/natal/harmonics.h"
#include "astrology/western/natal/lunar_mansions.h"
#include "astrology/western/natal/midpoints.h"
#include "usecases/natal_basis.h"

/// What stands between the points of one natal chart. Each of these: errors as cast_natal_chart;
/// threads any, blocking; without a known time of birth the chart is that of local noon and the
/// angles take no part, with the warning `time.unknown`.
namespace astronova::usecases {

struct DeclinationsRequest {
  NatalRequest natal;  ///< tropical
  double parallel_orb = 1;
  double antiscion_orb = 1;
};
struct NatalDeclinations {
  NatalBasis basis;
  double obliquity = 0;  ///< degrees
  std::vector<astrology::DeclinationPoint> points{};
  std::vector<astrology::ParallelContact> parallels{};
  std::vector<astrology::MirrorContact> mirrors{};
};
Result<NatalDeclinations> compare_declinations(const sky::Ephemeris& ephemeris,
                                               const DeclinationsRequest& request);

struct MidpointsRequest {
  NatalRequest natal;
  astrology::MidpointDial dial = astrology::MidpointDial::eighth;
  double orb = 1.5;
};
struct NatalMidpoints {
  NatalBasis basis;
  std::vector<astrology::Midpoint> midpoints{};
  std::vector<astrology::MidpointTree> trees{};
  std::vector<astrology::DialPoint> dial{};
};
Result<NatalMidpoints> find_midpoints(const sky::Ephemeris& ephemeris,
                                      const MidpointsRequest& request);

struct HarmonicRequest {
  NatalRequest natal;  ///< its aspects are those among the points of the harmonic chart
  int number = 1;
};
struct NatalHarmonic {
  NatalBasis basis;
  astrology::HarmonicChart harmonic;
};
Result<NatalHarmonic> cast_harmonic(const sky::Ephemeris& ephemeris,
                                    const HarmonicRequest& request);

struct PatternsRequest {
  NatalRequest natal;  ///< its aspects are those that figures are made of
  std::size_t stellium_planets_min = 3;
};
struct NatalPatterns {
  NatalBasis basis;
  std::vector<astrology::AspectPattern> patterns{};
};
Result<NatalPatterns> find_patterns(const sky::Ephemeris& ephemeris,
                                    const PatternsRequest& request);

struct PlacedMansion {
  sky::Body body{};
  double longitude = 0;
  astrology::LunarMansion mansion{};
};
struct NatalMansions {
  NatalBasis basis;
  std::vector<PlacedMansion> mansions{};  ///< of all bodies of the chart
};
Result<NatalMansions> read_mansions(const sky::Ephemeris& ephemeris, const NatalRequest& request);

}  // namespace astronova::usecases
