#pragma once

#include <memory>

#include "sky/polynomials.h"
#include "sky/search/curve.h"
#include "sky/search/find_events.h"

namespace astronova::sky::search {

/// A quantity of bodies of which an ephemeris keeps polynomials. Its days are TT, its stretches
/// those in which each body has one polynomial. All three arguments outlive it.
std::unique_ptr<Curve> polynomial_curve(const Ephemeris& ephemeris, const Polynomials& polynomials,
                                        const Quantity& quantity, const Frame& frame);

}  // namespace astronova::sky::search
