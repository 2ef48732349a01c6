#include "astrology/western/aspects.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <tuple>

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

// Points of one family move as one: an aspect between them is true of every chart.
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
  const double growth = separation < 0 ? -relative_speed : relative_speed;
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
      if (!allowed.wanted) continue;
      mark(any_, i, allowed.orb);
      mark(luminary_, i, allowed.luminary_orb);
    }
  }

  // `separation`: [0, 180].
  Kinds at(double separation, bool luminary) const {
    const auto degree = std::min(static_cast<unsigned>(static_cast<int>(separation)), 180U);
    return luminary ? luminary_[degree] : any_[degree];
  }

 private:
  using Degrees = std::array<Kinds, 181>;

  // The border's own degree is looked at, and one more, so that rounding loses nothing.
  static void mark(Degrees& degrees, std::size_t kind, double orb) {
    const double angle = definitions[kind].angle;
    const int first = std::max(static_cast<int>(std::max(angle - orb, 0.0)) - 1, 0);
    const int last = std::min(static_cast<int>(std::min(angle + orb, 180.0)) + 1, 180);
    for (int degree = first; degree <= last; ++degree)
      degrees[static_cast<std::size_t>(degree)] |= static_cast<Kinds>(1U << kind);
  }

  Degrees any_{};
  Degrees luminary_{};
};

static_assert(aspect_kind_count <= 8 * sizeof(NearAspects::Kinds));

// What of two points matters to all aspects.
struct Pair {
  const AspectPoint* first;
  const AspectPoint* second;
  double separation;  // signed
  NearAspects::Kinds kinds;
  bool luminary;
};

struct Nearest {
  std::size_t kind = aspect_kind_count;  // none
  double orb = 0;
};

Nearest nearest_of(const Pair& pair, const AspectSettings& settings) {
  Nearest nearest;
  for (auto kinds = pair.kinds; kinds != 0; kinds &= static_cast<NearAspects::Kinds>(kinds - 1)) {
    const auto kind = static_cast<std::size_t>(std::countr_zero(kinds));
    const auto& allowed = settings.orbs[kind];
    const double orb = std::abs(std::abs(pair.separation) - definitions[kind].angle);
    if (orb > (pair.luminary ? allowed.luminary_orb : allowed.orb)) continue;
    if (nearest.kind == aspect_kind_count || orb < nearest.orb) nearest = {kind, orb};
  }
  return nearest;
}

template <class List>
void add_nearest(const Pair& pair, const AspectSettings& settings, List& aspects) {
  const Nearest nearest = nearest_of(pair, settings);
  if (nearest.kind == aspect_kind_count) return;
  const auto& [first, second] = std::tie(*pair.first, *pair.second);
  aspects.push_back(
      {first, second, static_cast<AspectKind>(nearest.kind), nearest.orb,
       is_applying(pair.separation, definitions[nearest.kind].angle, second.speed - first.speed)});
}

// As signed_separation_degrees, of longitudes in [0, 360).
double separation_of(const AspectPoint& first, const AspectPoint& second) {
  const double ahead = turned_into_circle(second.longitude - first.longitude);
  return ahead - (ahead > 180.0 ? 360.0 : 0.0);
}

Pair pair_of(const AspectPoint& first, const AspectPoint& second, bool luminary,
             const NearAspects& near) {
  const double separation = separation_of(first, second);
  return {&first, &second, separation, near.at(std::abs(separation), luminary), luminary};
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

void find_aspects_within(std::span<const AspectPoint> points, const AspectSettings& settings,
                         Aspects& aspects) {
  const NearAspects near(settings);
  std::array<bool, aspect_points_max> luminary;
  std::array<Family, aspect_points_max> family;
  for (std::size_t i = 0; i < points.size(); ++i) {
    luminary[i] = is_luminary(points[i]);
    family[i] = family_of(points[i]);
  }
  aspects.clear();
  std::array<Pair, aspect_points_max> pairs;
  for (std::size_t i = 0; i < points.size(); ++i) {
    // Written in any case and kept when counted: most pairs are no aspect, and which are nobody
    // foresees.
    std::size_t count = 0;
    for (std::size_t j = i + 1; j < points.size(); ++j) {
      pairs[count] = pair_of(points[i], points[j], luminary[i] || luminary[j], near);
      const bool says_nothing = family[i] != Family::none && family[i] == family[j];
      count += static_cast<std::size_t>(pairs[count].kinds != 0 && !says_nothing);
    }
    for (std::size_t j = 0; j < count; ++j)
      add_nearest(pairs[j], settings, aspects);
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
      add_nearest(pair_of(one, other, is_luminary(one) || is_luminary(other), near), settings,
                  aspects);
    }
  }
  return aspects;
}

}  // namespace astronova::astrology
