#pragma once

#include <span>
#include <vector>

namespace astronova::rendering {

/// Moves directions on a circle apart, as little as can be: of all arrangements that keep the order
/// and leave at least gaps[i] degrees from item i to the next (the last's gap is to the first), the
/// one with the least sum of weighted squared displacements.
///   targets  where each would like to stand, degrees, ascending within one turn
///   gaps     degrees, as many as targets; scaled down evenly when all together exceed the circle
///   weights  how hard each is to move, positive, as many as targets
///   returns  directions in the order of the targets, ascending, not normalized
///   source   isotonic regression by pooling adjacent violators (Barlow and others, Statistical
///            Inference under Order Restrictions, 1972), cut open where the circle has room
std::vector<double> spread_on_circle(std::span<const double> targets, std::span<const double> gaps,
                                     std::span<const double> weights);

}  // namespace astronova::rendering
