#include "astrology/western/aspects.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "base/angle.h"

namespace astronova::astrology {
namespace {

using sky::Body;

struct Definition {
  std::string_view name;
  double angle;
  double orb;
  double luminary_orb;
};

constexpr std::array<Definition, aspect_kind_count> definitions{{
    {"conjunction", 0, 8, 10},
    {"opposition", 180, 8, 10},
    {"trine", 120, 7, 9},
    {"square", 90, 7, 9},
    {"sextile", 60, 5, 6},
    {"quincunx", 150, 2, 3},
    {"semisextile", 30, 1.5, 2},
    {"semisquare", 45, 1.5, 2},
    {"sesquiquadrate", 135, 1.5, 2},
    {"quintile", 72, 1.5, 2},
    {"biquintile", 144, 1.5, 2},
}};

constexpr auto names = [] {
  std::array<std::string_view, aspect_kind_count> list{};
  for (std::size_t i = 0; i < list.size(); ++i)
    list[i] = definitions[i].name;
  return list;
}();

bool is_luminary(const AspectPoint& point) {
  return point.kind == PointKind::body && (point.body == Body::sun || point.body == Body::moon);
}

enum class Family : std::uint8_t { none, angles, lunar_nodes, liliths };
Family family_of(const AspectPoint& point) {
  if (point.kind != PointKind::body) return Family::angles;
  if (point.body >= Body::mean_node && point.body <= Body::true_south_node) {
    return Family::lunar_nodes;
  }
  if (point.body == Body::mean_lilith || point.body == Body::true_lilith) return Family::liliths;
  return Family::none;
}

bool is_applying(double separation, double angle, double relative_speed) {
  // The separation grows with the relative speed when `second` is ahead of `first`.
  const double growth = std::copysign(1.0, separation) * relative_speed;
  const double beyond_exact = std::abs(separation) - angle;
  return beyond_exact * growth < 0;
}

// Which aspects may be near for a separation, by its whole degrees, so that few pairs of points
// need to be looked at at all: a bit a kind.
class NearAspects {
 public:
  using Kinds = std::uint16_t;

  explicit NearAspects(const AspectSettings& settings) {
    for (std::size_t i = 0; i < aspect_kind_count; ++i) {
      const auto& allowed = settings.orbs[i];
      orbs_[0][i] = allowed.orb;
      orbs_[1][i] = allowed.luminary_orb;
      if (allowed.wanted) mark(i, std::max(allowed.orb, allowed.luminary_orb));
    }
  }

  // Of longitudes in [0, 360). A byte indexes the table whatever they are.
  Kinds at(double from, double to) const {
    const double apart = std::abs(to - from);
    const double separation = std::min(apart, 360.0 - apart);
    return degrees_[static_cast<std::uint8_t>(static_cast<int>(separation))];
  }

  double orb(std::size_t kind, bool luminary) const {
    return orbs_[static_cast<std::size_t>(luminary)][kind];
  }

 private:
  void mark(std::size_t kind, double orb) {
    constexpr double rounding = 1e-9;
    const double angle = definitions[kind].angle;
    const int first = static_cast<int>(std::max(angle - orb - rounding, 0.0));
    const int last = static_cast<int>(std::min(angle + orb + rounding, 180.0));
    for (int degree = first; degree <= last; ++degree)
      degrees_[static_cast<std::size_t>(degree)] |= static_cast<Kinds>(1U << kind);
  }

  std::array<Kinds, 256> degrees_{};
  std::array<std::array<double, aspect_kind_count>, 2> orbs_{};  // without and with a luminary
};

static_assert(aspect_kind_count <= 8 * sizeof(NearAspects::Kinds));

// As signed_separation_degrees, of longitudes in [0, 360).
double separation_of(double from, double to) {
  const double ahead = turned_into_circle(to - from);
  return ahead - (ahead > 180.0 ? 360.0 : 0.0);
}

struct Nearest {
  std::size_t kind = aspect_kind_count;  // none
  double orb = 0;
};

inline Nearest nearest_of(NearAspects::Kinds kinds, double separation, bool luminary,
                          const NearAspects& near) {
  Nearest nearest;
  double least = 360;
  for (; kinds != 0; kinds &= static_cast<NearAspects::Kinds>(kinds - 1)) {
    const auto kind = static_cast<std::size_t>(std::countr_zero(kinds));
    const double orb = std::abs(std::abs(separation) - definitions[kind].angle);
    const bool is_nearer = orb <= near.orb(kind, luminary) && orb < least;
    nearest.kind = is_nearer ? kind : nearest.kind;
    least = is_nearer ? orb : least;
  }
  nearest.orb = least;
  return nearest;
}

Aspect aspect_of(const AspectPoint& first, const AspectPoint& second, const Nearest& nearest,
                 double separation) {
  return {first, second, static_cast<AspectKind>(nearest.kind), nearest.orb,
          is_applying(separation, definitions[nearest.kind].angle, second.speed - first.speed)};
}

// Two points of a list, by their places.
struct Pair {
  std::uint8_t first;
  std::uint8_t second;
  NearAspects::Kinds kinds;
};

inline constexpr std::size_t pairs_max = aspect_points_max * (aspect_points_max - 1) / 2;

// What is asked of each point in many pairs.
struct PointTraits {
  explicit PointTraits(std::span<const AspectPoint> points) {
    for (std::size_t i = 0; i < points.size(); ++i) {
      longitudes[i] = points[i].longitude;
      luminary[i] = is_luminary(points[i]) ? 1 : 0;
      families[i] = family_of(points[i]);
    }
  }

  // Points of one family move as one: an aspect between them is true of every chart.
  bool says_nothing(const Pair& pair) const {
    return families[pair.first] != Family::none && families[pair.first] == families[pair.second];
  }

  bool has_luminary(const Pair& pair) const {
    return (luminary[pair.first] | luminary[pair.second]) != 0;
  }

  double separation(const Pair& pair) const {
    return separation_of(longitudes[pair.first], longitudes[pair.second]);
  }

  std::array<double, aspect_points_max> longitudes{};
  std::array<unsigned, aspect_points_max> luminary{};
  std::array<Family, aspect_points_max> families{};
};

// Written in any case and kept when counted: nobody foresees which pairs are near an aspect.
std::size_t pairs_near_an_aspect(std::size_t points, const NearAspects& near,
                                 const PointTraits& traits, std::array<Pair, pairs_max>& pairs) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < points; ++i) {
    for (std::size_t j = i + 1; j < points; ++j) {
      const auto kinds = near.at(traits.longitudes[i], traits.longitudes[j]);
      pairs[count] = {static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(j), kinds};
      count += static_cast<std::size_t>(kinds != 0);
    }
  }
  return count;
}

}  // namespace

std::span<const std::string_view> aspect_names() {
  return names;
}

std::string_view name_of(AspectKind kind) {
  return names[static_cast<std::size_t>(kind)];
}

std::optional<AspectKind> aspect_named(std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<AspectKind>(found - names.begin());
}

double angle_of(AspectKind kind) {
  return definitions[static_cast<std::size_t>(kind)].angle;
}

AspectSettings AspectSettings::with_default_orbs() {
  AspectSettings settings;
  for (std::size_t i = 0; i < aspect_kind_count; ++i) {
    settings.orbs[i] = {false, definitions[i].orb, definitions[i].luminary_orb};
  }
  return settings;
}

AspectSettings AspectSettings::major() {
  auto settings = with_default_orbs();
  for (std::size_t i = 0; i < major_aspect_count; ++i)
    settings.orbs[i].wanted = true;
  return settings;
}

AspectSettings AspectSettings::major_within(double degrees) {
  auto settings = major();
  for (auto& orb : settings.orbs)
    orb.orb = orb.luminary_orb = degrees;
  return settings;
}

void AspectSettings::want(AspectKind kind) {
  orbs[static_cast<std::size_t>(kind)].wanted = true;
}

bool AspectSettings::wants(AspectKind kind) const {
  return orbs[static_cast<std::size_t>(kind)].wanted;
}

void AspectSettings::set_orb(AspectKind kind, double degrees) {
  auto& orb = orbs[static_cast<std::size_t>(kind)];
  orb.orb = orb.luminary_orb = degrees;
}

std::string_view name_of(const AspectPoint& point) {
  switch (point.kind) {
    case PointKind::ascendant:
      return "ascendant";
    case PointKind::midheaven:
      return "midheaven";
    case PointKind::body:
      break;
  }
  return sky::name_of(point.body);
}

bool is_same_family(const AspectPoint& first, const AspectPoint& second) {
  const auto family = family_of(first);
  return family != Family::none && family == family_of(second);
}

void find_aspects_within(std::span<const AspectPoint> points, const AspectSettings& settings,
                         Aspects& aspects) {
  const NearAspects near(settings);
  const PointTraits traits(points);
  // Clearing it would cost as much as filling it.
  std::array<Pair, pairs_max> pairs;  // NOLINT(cppcoreguidelines-pro-type-member-init)
  const std::size_t count = pairs_near_an_aspect(points.size(), near, traits, pairs);
  aspects.clear();
  for (std::size_t k = 0; k < count; ++k) {
    const Pair& pair = pairs[k];
    if (traits.says_nothing(pair)) continue;
    const double separation = traits.separation(pair);
    const auto nearest = nearest_of(pair.kinds, separation, traits.has_luminary(pair), near);
    if (nearest.kind == aspect_kind_count) continue;
    aspects.push_back(aspect_of(points[pair.first], points[pair.second], nearest, separation));
  }
}

Aspects aspects_within(std::span<const AspectPoint> points, const AspectSettings& settings) {
  Aspects aspects;
  find_aspects_within(points, settings, aspects);
  return aspects;
}

std::vector<Aspect> aspects_between(std::span<const AspectPoint> first,
                                    std::span<const AspectPoint> second,
                                    const AspectSettings& settings) {
  const NearAspects near(settings);
  std::vector<Aspect> aspects;
  for (const auto& one : first) {
    for (const auto& other : second) {
      const auto kinds = near.at(one.longitude, other.longitude);
      if (kinds == 0) continue;
      const double separation = separation_of(one.longitude, other.longitude);
      const auto nearest =
          nearest_of(kinds, separation, is_luminary(one) || is_luminary(other), near);
      if (nearest.kind == aspect_kind_count) continue;
      aspects.push_back(aspect_of(one, other, nearest, separation));
    }
  }
  return aspects;
}

}  // namespace astronova::astrology
