#include "sky/table/sun_passages.h"

#include <algorithm>
#include <cmath>

namespace astronova::sky::table {
namespace {

constexpr double disc_degrees = 0.3;            // its radius and some more
constexpr double nearest_degrees = 2.0 / 3600;  // Swiss Ephemeris lets the deflection vanish there

// Opposition is another change of sign.
constexpr double beside_the_sun = 90;

}  // namespace

Result<SunPassages::Offset> SunPassages::offset_at(double day) const {
  const auto sun = sampler_.position({day}, Body::sun);
  if (!sun) return sun.error();
  const auto body = sampler_.position({day}, body_);
  if (!body) return body.error();
  return Offset{std::remainder((*body)[0] - (*sun)[0], 360.0), (*body)[1] - (*sun)[1]};
}

Result<SunPassages::Passage> SunPassages::find(double begin, double end) const {
  Passage passage{begin, end};
  double before = begin;
  double after = end;
  auto first = offset_at(before);
  auto last = offset_at(after);
  if (!first || !last) return first ? last.error() : first.error();
  const bool passes = (first->longitude < 0) != (last->longitude < 0) &&
                      std::abs(first->longitude) < beside_the_sun &&
                      std::abs(last->longitude) < beside_the_sun;
  if (!passes) return passage;
  constexpr double second = 1.0 / 86'400;
  while (after - before > second) {
    const double middle = before + (after - before) / 2;
    auto between = offset_at(middle);
    if (!between) return between.error();
    const bool is_before = (between->longitude < 0) == (first->longitude < 0);
    (is_before ? before : after) = middle;
    (is_before ? first : last) = std::move(between);
    // Far from the disc nothing needs to be known precisely.
    if (after - before < 0.5 && std::abs(last->latitude) > 2 * disc_degrees) return passage;
  }
  const auto later = offset_at(before + 0.1);
  if (!later) return later.error();
  passage.day = before;
  passage.distance = std::abs(first->latitude);
  passage.per_day = std::abs(later->longitude - first->longitude) / 0.1;
  passage.exists = passage.distance < disc_degrees;
  return passage;
}

Result<bool> SunPassages::is_too_long(double begin, double end) {
  if (begin < passage_.begin || end > passage_.end) {
    auto found = find(begin, end);
    if (!found) return found.error();
    passage_ = *found;
  }
  if (!passage_.exists) return false;
  const double way = std::max({begin - passage_.day, passage_.day - end, 0.0}) * passage_.per_day;
  if (way > disc_degrees) return false;
  const double distance = std::max({way, passage_.distance, nearest_degrees});
  return (end - begin) * passage_.per_day > 2 * distance;
}

}  // namespace astronova::sky::table
