#include "astrology/matching/synastry.h"

#include <algorithm>

namespace astronova::astrology {
namespace {

bool is_sun_or_moon(const AspectPoint& point) {
  return point.kind == PointKind::body &&
         (point.body == sky::Body::sun || point.body == sky::Body::moon);
}

bool is_same_point(const AspectPoint& one, const AspectPoint& other) {
  return one.kind == other.kind && (one.kind != PointKind::body || one.body == other.body);
}

std::vector<HouseOverlay> overlays_of(const NatalChart& guest, const NatalChart& host) {
  std::vector<HouseOverlay> overlays;
  if (!host.houses) return overlays;
  for (const auto& placement : guest.placements) {
    const auto house = house_of(placement.state.longitude, host.houses->cusp_span());
    if (house) overlays.push_back({placement.body, *house});
  }
  return overlays;
}

bool is_the_other_way(const Aspect& one, const Aspect& other) {
  return is_same_point(one.first, other.second) && is_same_point(one.second, other.first);
}

std::vector<DoubleWhammy> double_whammies_among(const std::vector<SynastryAspect>& aspects) {
  std::vector<DoubleWhammy> found;
  for (std::size_t i = 0; i < aspects.size(); ++i) {
    for (std::size_t j = i + 1; j < aspects.size(); ++j) {
      if (is_the_other_way(aspects[i].aspect, aspects[j].aspect)) found.push_back({i, j});
    }
  }
  return found;
}

}  // namespace

double allowed_orb(const AspectSettings& settings, AspectKind kind, const AspectPoint& one,
                   const AspectPoint& other) {
  const auto& orb = settings.orbs.at(static_cast<std::size_t>(kind));
  return is_sun_or_moon(one) || is_sun_or_moon(other) ? orb.luminary_orb : orb.orb;
}

Synastry compute_synastry(const NatalChart& first, const NatalChart& second,
                          const AspectSettings& settings) {
  Synastry synastry;
  for (const auto& aspect :
       aspects_between(aspect_points(first), aspect_points(second), settings)) {
    const double allowed = allowed_orb(settings, aspect.kind, aspect.first, aspect.second);
    synastry.aspects.push_back({aspect, orb_weight(aspect.orb, allowed)});
  }
  synastry.first_in_second = overlays_of(first, second);
  synastry.second_in_first = overlays_of(second, first);
  synastry.double_whammies = double_whammies_among(synastry.aspects);
  return synastry;
}

}  // namespace astronova::astrology
