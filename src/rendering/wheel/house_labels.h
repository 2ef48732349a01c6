#pragma once

#include <array>
#include <span>
#include <vector>

#include "rendering/wheel/label_group.h"

namespace astronova::rendering {

/// The degrees around the wheel, outside of a circle of the radius `rim`: those of the four angles,
/// and of the cusps that are no angle. Gauquelin's 36 sectors go without: only the angles are
/// labelled.
std::vector<LabelGroup> labels_around(std::span<const double> cusps,
                                      const std::array<double, 4>& angles, double rim,
                                      const Dial& dial);

/// The numbers of the houses, each in the middle of its house. A Gauquelin sector too narrow for
/// its number has none.
std::vector<LabelGroup> house_numbers(std::span<const double> cusps, const Dial& dial);

}  // namespace astronova::rendering
