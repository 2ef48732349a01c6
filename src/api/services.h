#pragma once

#include "base/clock.h"
#include "sky/ephemeris.h"

namespace astronova::api {

/// What the routes work with. The caller keeps it alive as long as the router.
struct Services {
  const sky::Ephemeris& ephemeris;
  const Clock& clock;
};

}  // namespace astronova::api
