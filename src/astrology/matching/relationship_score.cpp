#include "astrology/matching/relationship_score.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "astrology/zodiac.h"

namespace astronova::astrology {
namespace {

using sky::Body;

constexpr int quality_points = 5;
constexpr int strong_points = 8;
constexpr int strong_exact_points = 11;
constexpr int other_points = 4;
constexpr double exact_within = 2;

constexpr std::array<std::string_view, 8> rule_names{
    "sameQuality",  "sunSun",       "sunMoonConjunction", "sunSunOther",
    "sunMoonOther", "sunAscendant", "moonAscendant",      "venusMars"};

struct Category {
  int below;
  std::string_view name;
};
constexpr std::array<Category, 5> categories{{
    {5, "minimal"},
    {10, "medium"},
    {15, "important"},
    {20, "veryImportant"},
    {30, "exceptional"},
}};

AspectSettings orbs_of_discepolo() {
  auto settings = AspectSettings::major();
  settings.set_orb(AspectKind::conjunction, 8);
  settings.set_orb(AspectKind::opposition, 8);
  settings.set_orb(AspectKind::trine, 7);
  settings.set_orb(AspectKind::square, 5);
  settings.set_orb(AspectKind::sextile, 4);
  return settings;
}

bool is_body(const AspectPoint& point, Body body) {
  return point.kind == PointKind::body && point.body == body;
}

bool is_rising(const AspectPoint& point) {
  return point.kind == PointKind::ascendant;
}

// Whether one point answers to one question and the other to the other, either way.
template <class One, class Other>
bool are(const Aspect& aspect, const One& one, const Other& other) {
  return (one(aspect.first) && other(aspect.second)) || (other(aspect.first) && one(aspect.second));
}

std::optional<RelationshipRule> rule_of(const Aspect& aspect) {
  const auto sun = [](const AspectPoint& point) { return is_body(point, Body::sun); };
  const auto moon = [](const AspectPoint& point) { return is_body(point, Body::moon); };
  const auto venus = [](const AspectPoint& point) { return is_body(point, Body::venus); };
  const auto mars = [](const AspectPoint& point) { return is_body(point, Body::mars); };
  if (are(aspect, sun, sun)) {
    const bool soft = aspect.kind == AspectKind::trine || aspect.kind == AspectKind::sextile;
    return soft ? RelationshipRule::sun_sun_other : RelationshipRule::sun_sun;
  }
  if (are(aspect, sun, moon)) {
    return aspect.kind == AspectKind::conjunction ? RelationshipRule::sun_moon_conjunction
                                                  : RelationshipRule::sun_moon_other;
  }
  if (are(aspect, sun, is_rising)) return RelationshipRule::sun_ascendant;
  if (are(aspect, moon, is_rising)) return RelationshipRule::moon_ascendant;
  if (are(aspect, venus, mars)) return RelationshipRule::venus_mars;
  return std::nullopt;
}

int points_of(RelationshipRule rule, double orb) {
  const bool strong =
      rule == RelationshipRule::sun_sun || rule == RelationshipRule::sun_moon_conjunction;
  if (!strong) return other_points;
  return orb <= exact_within ? strong_exact_points : strong_points;
}

Modality sun_quality(std::span<const AspectPoint> points) {
  const auto sun = std::ranges::find_if(
      points, [](const AspectPoint& point) { return is_body(point, Body::sun); });
  if (sun == points.end()) throw std::logic_error("a relationship score without a Sun");
  return modality_of(sign_of(sun->longitude));
}

}  // namespace

std::string_view name_of(RelationshipRule rule) {
  return rule_names[static_cast<std::size_t>(rule)];
}

std::string_view relationship_category(int points) {
  const auto* const found =
      std::ranges::find_if(categories, [&](const Category& one) { return points < one.below; });
  return found == categories.end() ? "rareExceptional" : found->name;
}

RelationshipScore score_relationship(std::span<const AspectPoint> first,
                                     std::span<const AspectPoint> second) {
  RelationshipScore score;
  if (sun_quality(first) == sun_quality(second)) {
    score.findings.push_back({RelationshipRule::same_quality, quality_points, {}});
  }
  for (const auto& aspect : aspects_between(first, second, orbs_of_discepolo())) {
    if (const auto rule = rule_of(aspect)) {
      score.findings.push_back({*rule, points_of(*rule, aspect.orb), aspect});
    }
  }
  for (const auto& finding : score.findings)
    score.points += finding.points;
  score.category = relationship_category(score.points);
  return score;
}

}  // namespace astronova::astrology
