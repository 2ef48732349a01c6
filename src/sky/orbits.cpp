#include "sky/orbits.h"

namespace astronova::sky {

std::span<const std::string_view> orbit_method_names() {
  static constexpr std::array<std::string_view, 3> names{"mean", "osculating",
                                                         "osculatingBarycentric"};
  return names;
}

}  // namespace astronova::sky
