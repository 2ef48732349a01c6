#include "places/gazetteer/built_in.h"

extern "C" {
extern const std::byte astronova_gazetteer[];      // NOLINT(*-avoid-c-arrays): linked-in bytes
extern const std::byte astronova_gazetteer_end[];  // NOLINT(*-avoid-c-arrays)
}

namespace astronova::places::gazetteer {

const Gazetteer& built_in_gazetteer() {
  static const Gazetteer gazetteer{{astronova_gazetteer, astronova_gazetteer_end}};
  return gazetteer;
}

}  // namespace astronova::places::gazetteer
