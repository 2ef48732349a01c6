#include "astrology/western/natal/harmonics.h"

#include "base/angle.h"

namespace astronova::astrology {

HarmonicChart harmonic_chart(std::span<const AspectPoint> points, int number,
                             const AspectSettings& aspects) {
  HarmonicChart chart;
  chart.number = number;
  for (auto point : points) {
    point.longitude = normalized_degrees(point.longitude * number);
    point.speed *= number;
    chart.points.push_back(point);
  }
  find_aspects_within(chart.points, aspects, chart.aspects);
  return chart;
}

}  // namespace astronova::astrology
