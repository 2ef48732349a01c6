#include "sky/bodies.h"

#include <algorithm>

namespace astronova::sky {
namespace {

constexpr std::array<std::string_view, body_count> names{
    "sun",           "moon",       "mercury",    "venus",    "mars",     "jupiter",
    "saturn",        "uranus",     "neptune",    "pluto",    "chiron",   "ceres",
    "pallas",        "juno",       "vesta",      "meanNode", "trueNode", "meanSouthNode",
    "trueSouthNode", "meanLilith", "trueLilith", "earth"};

}  // namespace

std::span<const std::string_view> body_names() {
  return names;
}

std::string_view name_of(Body body) {
  return names[static_cast<std::size_t>(body)];
}

std::optional<Body> body_named(std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Body>(found - names.begin());
}

bool is_lunar_point(Body body) {
  return body >= Body::mean_node && body <= Body::true_lilith;
}

bool is_defined(Body body, Center center) {
  if (center == Center::heliocentric) return body != Body::sun && !is_lunar_point(body);
  return body != Body::earth;
}

}  // namespace astronova::sky
