#include "astrology/western/aspects.h"

#include <algorithm>
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

std::optional<Aspect> nearest_aspect(const AspectPoint& first, const AspectPoint& second,
                                     const AspectSettings& settings) {
  const double separation = signed_separation_degrees(first.longitude, second.longitude);
  const bool luminary = is_luminary(first) || is_luminary(second);
  std::optional<Aspect> nearest;
  for (std::size_t i = 0; i < aspect_kind_count; ++i) {
    const auto& allowed = settings.orbs[i];
    const double orb = std::abs(std::abs(separation) - definitions[i].angle);
    if (!allowed.wanted || orb > (luminary ? allowed.luminary_orb : allowed.orb)) continue;
    if (nearest && nearest->orb <= orb) continue;
    nearest = Aspect{first, second, static_cast<AspectKind>(i), orb,
                     is_applying(separation, definitions[i].angle, second.speed - first.speed)};
  }
  return nearest;
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

std::vector<Aspect> aspects_within(std::span<const AspectPoint> points,
                                   const AspectSettings& settings) {
  std::vector<Aspect> aspects;
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (std::size_t j = i + 1; j < points.size(); ++j) {
      if (says_nothing(points[i], points[j])) continue;
      if (auto aspect = nearest_aspect(points[i], points[j], settings)) aspects.push_back(*aspect);
    }
  }
  return aspects;
}

std::vector<Aspect> aspects_between(std::span<const AspectPoint> first,
                                    std::span<const AspectPoint> second,
                                    const AspectSettings& settings) {
  std::vector<Aspect> aspects;
  for (const auto& one : first) {
    for (const auto& other : second) {
      if (auto aspect = nearest_aspect(one, other, settings)) aspects.push_back(*aspect);
    }
  }
  return aspects;
}

}  // namespace astronova::astrology
