#pragma once

#include "sky/bodies.h"

namespace astronova::usecases {

/// The bodies of an answer when the request names none, in their order: the Sun to Pluto, Chiron
/// and the given node (mean_node or true_node); from the Sun's centre Mercury to Pluto, Chiron and
/// the Earth.
sky::Bodies default_bodies(sky::Center center, sky::Body node);

}  // namespace astronova::usecases
