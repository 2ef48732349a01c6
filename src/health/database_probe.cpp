#include "health/database_probe.h"

namespace astronova::health {

Finding DatabaseProbe::run(std::chrono::milliseconds within) {
  const auto answered = database_.check(within);
  return answered ? Finding{} : unhealthy(answered.error().detail);
}

}  // namespace astronova::health
