#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "astrology/western/aspects.h"

namespace astronova::astrology {

/// Figures that several aspects make together.
enum class PatternKind : std::uint8_t {
  grand_cross,       ///< two oppositions, each end square to the other's ends
  kite,              ///< a grand trine and a point opposite one of it, sextile to the two others
  mystic_rectangle,  ///< two oppositions whose ends are joined by trines and sextiles
  grand_trine,       ///< three trines
  t_square,          ///< an opposition, both ends square to a third point
  yod,               ///< a sextile, both ends quincunx to a third point
  stellium,          ///< three planets or more, joined by conjunctions
};
inline constexpr std::size_t pattern_kind_count = 7;
std::span<const std::string_view> pattern_names();
std::string_view name_of(PatternKind kind);

struct AspectPattern {
  PatternKind kind{};
  std::vector<AspectPoint> points;     ///< in the order of the input
  std::optional<AspectPoint> focus{};  ///< the point on which a T-square, a yod or a kite turns
  std::vector<Aspect> aspects;         ///< of which it is made, in the order of their points
  double orb_max = 0;                  ///< of these aspects, degrees
};

struct PatternSettings {
  /// Conjunction, opposition, trine, square, sextile and quincunx, with the default orbs.
  AspectSettings aspects = default_aspects();
  std::size_t stellium_planets_min = 3;

  static AspectSettings default_aspects();
};

/// The figures among the points of a chart, by kind and then by their points. A T-square whose
/// points are all in a grand cross that was found, and a grand trine whose points are all in a
/// kite, are told with it and not again. A stellium is of planets (Sun to Pluto) alone.
/// points   at most aspect_points_max
/// threads  any
std::vector<AspectPattern> find_aspect_patterns(std::span<const AspectPoint> points,
                                                const PatternSettings& settings = {});

}  // namespace astronova::astrology
