#include "astrology/western/natal/declinations.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "sky/horizon.h"

namespace astronova::astrology {

std::string_view name_of(Parallel parallel) {
  return parallel == Parallel::parallel ? "parallel" : "contraparallel";
}

std::optional<double> obliquity_of(const NatalChart& chart) {
  if (chart.placements.empty()) return std::nullopt;
  std::array<sky::BodyState, sky::body_count> states;
  const auto last = std::ranges::transform(chart.placements, states.begin(), &Placement::state).out;
  return sky::obliquity_from({states.begin(), last});
}

std::vector<DeclinationPoint> declination_points(const NatalChart& chart, double obliquity) {
  const auto points = aspect_points(chart);
  std::vector<DeclinationPoint> declined;
  declined.reserve(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    const bool is_body = i < chart.placements.size();
    const double declination =
        is_body ? chart.placements[i].state.declination
                : sky::declination_of_ecliptic_point(points[i].longitude, obliquity);
    declined.push_back({points[i], declination, is_body && std::abs(declination) > obliquity});
  }
  return declined;
}

std::vector<ParallelContact> find_parallels(std::span<const DeclinationPoint> points,
                                            double orb_degrees) {
  std::vector<ParallelContact> contacts;
  const auto compare = [&](const DeclinationPoint& first, const DeclinationPoint& second) {
    const double apart = std::abs(first.declination - second.declination);
    const double from_mirror = std::abs(first.declination + second.declination);
    if (apart <= orb_degrees) contacts.push_back({first, second, Parallel::parallel, apart});
    if (from_mirror <= orb_degrees)
      contacts.push_back({first, second, Parallel::contraparallel, from_mirror});
  };
  for_each_pair(points, &DeclinationPoint::point, compare);
  return contacts;
}

}  // namespace astronova::astrology
