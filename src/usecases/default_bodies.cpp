#include "usecases/default_bodies.h"

namespace astronova::usecases {

using sky::Body;

sky::Bodies default_bodies(sky::Center center, Body node) {
  if (center == sky::Center::heliocentric) {
    return {Body::mercury, Body::venus,   Body::mars,  Body::jupiter, Body::saturn,
            Body::uranus,  Body::neptune, Body::pluto, Body::chiron,  Body::earth};
  }
  return {Body::sun,    Body::moon,   Body::mercury, Body::venus, Body::mars,   Body::jupiter,
          Body::saturn, Body::uranus, Body::neptune, Body::pluto, Body::chiron, node};
}

}  // namespace astronova::usecases
