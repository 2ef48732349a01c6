#include "astrology/western/natal/antiscia.h"

#include <array>
#include <cmath>

#include "base/angle.h"

namespace astronova::astrology {
namespace {

MirrorContact mirror_contact(const AspectPoint& first, const AspectPoint& second, Mirror mirror,
                             double from_exact) {
  // Both move towards the mirror's axis, or away: their sum is what changes.
  const double growth = std::copysign(1.0, from_exact) * (first.speed + second.speed);
  return {first, second, mirror, std::abs(from_exact), growth < 0};
}

}  // namespace

double antiscion(double longitude) {
  return normalized_degrees(180 - longitude);
}

double contra_antiscion(double longitude) {
  return normalized_degrees(-longitude);
}

std::string_view name_of(Mirror mirror) {
  return mirror == Mirror::antiscion ? "antiscion" : "contraAntiscion";
}

std::vector<MirrorContact> find_mirror_contacts(std::span<const AspectPoint> points,
                                                double orb_degrees) {
  std::vector<MirrorContact> contacts;
  for_each_pair(points, [&](const AspectPoint& first, const AspectPoint& second) {
    for (const auto mirror : {Mirror::antiscion, Mirror::contra_antiscion}) {
      const double exact = mirror == Mirror::antiscion ? 180 : 0;
      const double from_exact =
          signed_separation_degrees(exact, first.longitude + second.longitude);
      if (std::abs(from_exact) <= orb_degrees) {
        contacts.push_back(mirror_contact(first, second, mirror, from_exact));
      }
    }
  });
  return contacts;
}

}  // namespace astronova::astrology
