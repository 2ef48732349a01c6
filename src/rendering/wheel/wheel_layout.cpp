#include "rendering/wheel/wheel_layout.h"

#include "rendering/wheel/body_columns.h"
#include "rendering/wheel/house_labels.h"

namespace astronova::rendering {
namespace {

std::array<double, angle_count> angles_of(const sky::Houses& houses) {
  const double ascendant = drawable_longitude(houses.angles.ascendant);
  const double midheaven = drawable_longitude(houses.angles.midheaven);
  return {ascendant, drawable_longitude(ascendant + 180.0), midheaven,
          drawable_longitude(midheaven + 180.0)};
}

WheelLayout lay_out_within(const astrology::NatalChart& chart, double rim) {
  WheelLayout layout;
  layout.rim = rim;
  if (chart.houses) {
    layout.angles = angles_of(*chart.houses);
    layout.dial = Dial(layout.angles->front());
    for (const double cusp : chart.houses->cusp_span()) {
      layout.cusps.push_back(drawable_longitude(cusp));
    }
    layout.around = labels_around(layout.cusps, *layout.angles, rim, layout.dial);
    layout.house_numbers = house_numbers(layout.cusps, layout.dial);
  }
  layout.bodies = body_columns(chart, layout);
  return layout;
}

}  // namespace

double drawable_longitude(double longitude) {
  return std::isfinite(longitude) ? normalized_degrees(longitude) : 0.0;
}

WheelLayout lay_out(const astrology::NatalChart& chart) {
  return lay_out_within(chart, radius::zodiac_outer);
}

WheelLayout lay_out(const astrology::NatalChart& chart, const astrology::NatalChart& around) {
  auto layout = lay_out_within(chart, radius::ring_outer);
  layout.outer_bodies = outer_body_columns(around, layout);
  return layout;
}

std::vector<LabelBox> label_boxes(const WheelLayout& layout) {
  std::vector<LabelBox> boxes;
  for (const auto* groups :
       {&layout.bodies, &layout.outer_bodies, &layout.around, &layout.house_numbers}) {
    for (const LabelGroup& group : *groups) {
      for (const Label& label : group.labels)
        boxes.push_back({label.kind, group.owner, label.box});
    }
  }
  return boxes;
}

std::vector<LabelBox> natal_wheel_labels(const astrology::NatalChart& chart) {
  return label_boxes(lay_out(chart));
}

}  // namespace astronova::rendering
