#include "usecases/default_bodies.h"

namespace astronova::usecases {

std::vector<sky::Body> default_bodies(sky::Center center, sky::Body node) {
  std::vector<sky::Body> bodies;
  for (auto i = static_cast<int>(sky::Body::sun); i <= static_cast<int>(sky::Body::chiron); ++i) {
    const auto body = static_cast<sky::Body>(i);
    const bool moon_from_the_sun = center == sky::Center::heliocentric && body == sky::Body::moon;
    if (sky::is_defined(body, center) && !moon_from_the_sun) bodies.push_back(body);
  }
  bodies.push_back(center == sky::Center::heliocentric ? sky::Body::earth : node);
  return bodies;
}

}  // namespace astronova::usecases
