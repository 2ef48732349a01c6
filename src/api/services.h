#pragma once

#include "api/people.h"
#include "base/clock.h"
#include "cache/cache.h"
#include "health/health.h"
#include "sky/ephemeris.h"

namespace astronova::api {

/// What the routes work with. The caller keeps it alive as long as the router.
struct Services {
  const sky::Ephemeris& ephemeris;
  const Clock& clock;
  /// None: nobody is known and nothing is kept; the routes of accounts and records are not there.
  const People* people = nullptr;
  /// None: nobody can ask how the server is, beyond whether it lives.
  const health::Health* health = nullptr;
  /// None: everything is computed each time.
  cache::Cache* cache = nullptr;
};

}  // namespace astronova::api
