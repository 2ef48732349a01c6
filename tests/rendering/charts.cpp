#include "tests/rendering/charts.h"

#include <algorithm>

#include "base/angle.h"

namespace astronova::rendering::testing {
namespace {

using astrology::NatalChart;
using sky::Body;

void add(NatalChart& chart, Body body, double longitude, double speed) {
  astrology::Placement placement;
  placement.body = body;
  placement.state.longitude = longitude;
  placement.state.longitude_speed = speed;
  chart.placements.push_back(placement);
}

/// In [0, 1), the same on every standard library.
double uniform(std::mt19937& random) {
  return static_cast<double>(random()) / 4294967296.0;
}

void set_random_houses(NatalChart& chart, std::mt19937& random) {
  const double ascendant = 360 * uniform(random);
  const double midheaven = normalized_degrees(ascendant - 90 + 80 * (uniform(random) - 0.5));
  const double kind = uniform(random);
  std::vector<double> cusps;
  const std::size_t count = kind < 0.1 ? 36 : 12;
  for (std::size_t i = 0; i < count; ++i) {
    const double even = 360.0 * static_cast<double>(i) / static_cast<double>(count);
    cusps.push_back(kind < 0.7 && count == 12 ? 360 * uniform(random) : even);
  }
  std::sort(cusps.begin(), cusps.end());
  cusps.front() = 0;
  if (count == 36) std::reverse(cusps.begin(), cusps.end());
  for (double& cusp : cusps)
    cusp = normalized_degrees(cusp + ascendant);
  set_houses(chart, ascendant, midheaven, cusps);
}

}  // namespace

NatalChart new_york_chart_without_time() {
  NatalChart chart;
  add(chart, Body::sun, 54.4965451, 0.9641810);
  add(chart, Body::moon, 298.4501938, 12.3787498);
  add(chart, Body::mercury, 38.0003378, -0.1124907);
  add(chart, Body::venus, 12.9371391, 1.1408100);
  add(chart, Body::mars, 348.4112150, 0.7426735);
  add(chart, Body::jupiter, 99.5614607, 0.1893218);
  add(chart, Body::saturn, 295.2476410, -0.0170667);
  add(chart, Body::uranus, 279.1813144, -0.0246535);
  add(chart, Body::neptune, 284.3513465, -0.0147714);
  add(chart, Body::pluto, 226.1645069, -0.0277131);
  add(chart, Body::chiron, 103.2207752, 0.0800424);
  add(chart, Body::true_node, 310.2557138, -0.0197973);
  find_every_aspect(chart);
  return chart;
}

NatalChart new_york_chart() {
  NatalChart chart = new_york_chart_without_time();
  set_houses(chart, 122.2036646, 17.9500410,
             {122.2036646, 142.4721243, 166.9906019, 197.9500410, 234.6350269, 271.0603953,
              302.2036646, 322.4721243, 346.9906019, 17.9500410, 54.6350269, 91.0603953});
  find_every_aspect(chart);
  return chart;
}

NatalChart chart_of(const std::vector<double>& longitudes) {
  NatalChart chart;
  for (std::size_t i = 0; i < longitudes.size(); ++i) {
    add(chart, static_cast<Body>(i), longitudes[i], i % 2 == 0 ? 1.0 : -1.0);
  }
  return chart;
}

void set_houses(NatalChart& chart, double ascendant, double midheaven,
                const std::vector<double>& cusps) {
  sky::Houses houses;
  houses.count = cusps.size();
  std::copy(cusps.begin(), cusps.end(), houses.cusps.begin());
  houses.angles.ascendant = ascendant;
  houses.angles.midheaven = midheaven;
  chart.houses = houses;
}

void find_every_aspect(NatalChart& chart) {
  using astrology::AspectPoint;
  using astrology::PointKind;
  std::vector<AspectPoint> points;
  for (const auto& placement : chart.placements) {
    points.push_back({PointKind::body, placement.body, placement.state.longitude,
                      placement.state.longitude_speed});
  }
  if (chart.houses) {
    points.push_back({PointKind::ascendant, {}, chart.houses->angles.ascendant, 0});
    points.push_back({PointKind::midheaven, {}, chart.houses->angles.midheaven, 0});
  }
  auto settings = astrology::AspectSettings::major();
  for (std::size_t kind = 0; kind < astrology::aspect_kind_count; ++kind) {
    settings.want(static_cast<astrology::AspectKind>(kind));
  }
  chart.aspects = astrology::aspects_within(points, settings);
}

NatalChart random_chart(std::mt19937& random) {
  const auto count = static_cast<std::size_t>(10 + 13 * uniform(random));
  const bool crowded = uniform(random) < 0.5;
  const double crowd_center = 360 * uniform(random);
  const double crowd_width = 5 + 60 * uniform(random);
  std::vector<double> longitudes;
  for (std::size_t i = 0; i < count; ++i) {
    const bool in_crowd = crowded && uniform(random) < 0.8;
    const double place = uniform(random);
    longitudes.push_back(in_crowd ? normalized_degrees(crowd_center + crowd_width * place)
                                  : 360 * place);
  }
  NatalChart chart = chart_of(longitudes);
  if (uniform(random) < 0.9) set_random_houses(chart, random);
  find_every_aspect(chart);
  return chart;
}

}  // namespace astronova::rendering::testing
