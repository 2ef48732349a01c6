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

// Points of one family move as one: an aspect between them is true of every chart.
enum class Family { none, angles, lunar_nodes, liliths };
Family family_of(const AspectPoint& point) {
  if (point.kind != PointKind::body) return Family::angles;
  if (point.body >= Body::mean_node && point.body <= Body::true_south_node) {
    return Family::lunar_nodes;
  }
  if (point.body == Body::mean_lilith || point.body == Body::true_lilith) return Family::liliths;
  return Family::none;
}

bool says_nothing(const AspectPoint& first, const AspectPoint& second) {
  const auto family = family_of(first);
  return family != Family::none && family == family_of(second);
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
      if (allowed.wanted) mark(i, std::max(allowed.orb, allowed.luminary_orb));
    }
  }

  // `separation`: [0, 180].
  Kinds at(double separation) const {
    return degrees_[std::min(static_cast<unsigned>(static_cast<int>(separation)), 180U)];
  }

 private:
  // The border's own degree is looked at, and one more, so that rounding loses nothing.
  void mark(std::size_t kind, double orb) {
    const double angle = definitions[kind].angle;
    const int first = std::max(static_cast<int>(std::max(angle - orb, 0.0)) - 1, 0);
    const int last = std::min(static_cast<int>(std::min(angle + orb, 180.0)) + 1, 180);
    for (int degree = first; degree <= last; ++degree)
      degrees_[static_cast<std::size_t>(degree)] |= static_cast<Kinds>(1U << kind);
  }

  std::array<Kinds, 181> degrees_{};
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

Nearest nearest_of(NearAspects::Kinds kinds, double separation, bool luminary,
                   const AspectSettings& settings) {
  Nearest nearest;
  for (; kinds != 0; kinds &= static_cast<NearAspects::Kinds>(kinds - 1)) {
    const auto kind = static_cast<std::size_t>(std::countr_zero(kinds));
    const auto& allowed = settings.orbs[kind];
    const double orb = std::abs(std::abs(separation) - definitions[kind].angle);
    if (orb > (luminary ? allowed.luminary_orb : allowed.orb)) continue;
    if (nearest.kind == aspect_kind_count || orb < nearest.orb) nearest = {kind, orb};
  }
  return nearest;
}

template <class List>
void add_nearest(const AspectPoint& first, const AspectPoint& second, NearAspects::Kinds kinds,
                 const AspectSettings& settings, List& aspects) {
  const double separation = separation_of(first.longitude, second.longitude);
  const Nearest nearest =
      nearest_of(kinds, separation, is_luminary(first) || is_luminary(second), settings);
  if (nearest.kind == aspect_kind_count) return;
  aspects.push_back(
      {first, second, static_cast<AspectKind>(nearest.kind), nearest.orb,
       is_applying(separation, definitions[nearest.kind].angle, second.speed - first.speed)});
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
  std::array<double, aspect_points_max> longitudes;
  for (std::size_t i = 0; i < points.size(); ++i)
    longitudes[i] = points[i].longitude;
  aspects.clear();
  struct Candidate {
    std::uint16_t second;
    NearAspects::Kinds kinds;
  };
  std::array<Candidate, aspect_points_max> candidates;
  for (std::size_t i = 0; i < points.size(); ++i) {
    // Written in any case and kept when counted: nobody foresees which pairs are near an aspect.
    std::size_t count = 0;
    for (std::size_t j = i + 1; j < points.size(); ++j) {
      const auto kinds = near.at(std::abs(separation_of(longitudes[i], longitudes[j])));
      candidates[count] = {static_cast<std::uint16_t>(j), kinds};
      count += static_cast<std::size_t>(kinds != 0);
    }
    for (const auto& [second, kinds] : std::span{candidates}.first(count)) {
      if (says_nothing(points[i], points[second])) continue;
      add_nearest(points[i], points[second], kinds, settings, aspects);
    }
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
      const auto kinds = near.at(std::abs(separation_of(one.longitude, other.longitude)));
      if (kinds != 0) add_nearest(one, other, kinds, settings, aspects);
    }
  }
  return aspects;
}

}  // namespace astronova::astrology
