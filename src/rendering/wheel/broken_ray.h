#pragma once

#include <span>
#include <utility>
#include <vector>

#include "rendering/wheel/label_group.h"

namespace astronova::rendering {

/// The parts of a ray from the wheel's middle, between two radii, that keep a margin to every
/// label: a line is broken where it would run through a group. Pieces too short to be seen are left
/// out. Each is a pair of radii, ascending.
std::vector<std::pair<double, double>> broken_ray(Point direction, double from, double to,
                                                  std::span<const LabelGroup> labels);

}  // namespace astronova::rendering
