#pragma once

#include <memory>

#include "sky/search/curve.h"
#include "sky/search/find_events.h"

namespace astronova::sky::search {

/// A quantity of which an ephemeris gives single values. Its days are UT1, its stretches so short
/// that no body goes halfway around. The ephemeris outlives it.
std::unique_ptr<Curve> sampled_curve(const Ephemeris& ephemeris, const Quantity& quantity,
                                     const Frame& frame);

}  // namespace astronova::sky::search
