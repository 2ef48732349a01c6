#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "storage/sealing.h"
#include "storage/sql/executor.h"

namespace astronova::storage::sql {

/// What the stores share.
struct StoreContext {
  Executor& executor;
  const KeyRing& keys;
  const Clock& clock;
};

inline Error no_such_account() {
  return {ErrorCode::not_found, "there is no such account", {}};
}

}  // namespace astronova::storage::sql
