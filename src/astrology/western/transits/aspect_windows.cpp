#include "astrology/western/transits/aspect_windows.h"

#include <algorithm>
#include <tuple>

#include "base/angle.h"

namespace astronova::astrology {
namespace {

// As the search takes them: sky/search/crossings.cpp.
constexpr double same_longitude = 1e-9;

bool is_sun_or_moon(const AspectPoint& point) {
  return point.kind == PointKind::body &&
         (point.body == sky::Body::sun || point.body == sky::Body::moon);
}

}  // namespace

std::vector<AspectWindow> aspect_windows(sky::Body transiting, std::span<const AspectPoint> points,
                                         const AspectSettings& settings) {
  const bool by_a_luminary = is_sun_or_moon({PointKind::body, transiting, 0, 0});
  std::vector<AspectWindow> windows;
  for (const auto& point : points) {
    for (std::size_t i = 0; i < aspect_kind_count; ++i) {
      const auto& allowed = settings.orbs[i];
      if (!allowed.wanted) continue;
      const auto kind = static_cast<AspectKind>(i);
      const double angle = angle_of(kind);
      const double orb =
          by_a_luminary || is_sun_or_moon(point) ? allowed.luminary_orb : allowed.orb;
      windows.push_back({point, kind, point.longitude + angle, orb});
      const bool has_two = angle > 0 && angle < 180;
      if (has_two) windows.push_back({point, kind, point.longitude - angle, orb});
    }
  }
  return windows;
}

LongitudeMarks::LongitudeMarks(std::span<const AspectWindow> windows,
                               std::span<const double> cusps) {
  marks_.reserve(3 * windows.size() + cusps.size());
  for (std::size_t i = 0; i < windows.size(); ++i) {
    const auto& window = windows[i];
    add(window.exact - window.orb, i, MarkKind::window_begin);
    add(window.exact, i, MarkKind::window_exact);
    add(window.exact + window.orb, i, MarkKind::window_end);
  }
  for (std::size_t i = 0; i < cusps.size(); ++i)
    add(cusps[i], i, MarkKind::cusp);
  std::ranges::sort(marks_, {}, [](const LongitudeMark& mark) {
    return std::tuple(mark.longitude, mark.owner, mark.kind);
  });
  merge();
  index();
}

void LongitudeMarks::add(double longitude, std::size_t owner, MarkKind kind) {
  marks_.push_back({normalized_degrees(longitude), static_cast<std::uint16_t>(owner), kind});
}

// Marks that are one to the search must bear one longitude, and then be in order again.
void LongitudeMarks::merge() {
  for (auto& mark : marks_) {
    if (!longitudes_.empty() && mark.longitude - longitudes_.back() < same_longitude) {
      mark.longitude = longitudes_.back();
    } else {
      longitudes_.push_back(mark.longitude);
    }
  }
  std::ranges::sort(marks_, {}, [](const LongitudeMark& mark) {
    return std::tuple(mark.longitude, mark.owner, mark.kind);
  });
}

void LongitudeMarks::index() {
  std::size_t first = 0;
  for (std::size_t degree = 0; degree < firsts_.size(); ++degree) {
    while (first < marks_.size() && marks_[first].longitude < static_cast<double>(degree))
      ++first;
    firsts_[degree] = static_cast<std::uint16_t>(first);
  }
}

std::span<const LongitudeMark> LongitudeMarks::at(double longitude) const {
  std::size_t first = firsts_[static_cast<std::size_t>(longitude)];
  while (first < marks_.size() && marks_[first].longitude < longitude)
    ++first;
  std::size_t last = first;
  while (last < marks_.size() && marks_[last].longitude == longitude)
    ++last;
  return {marks_.data() + first, last - first};
}

}  // namespace astronova::astrology
