#pragma once

#include <string_view>

#include "base/result.h"
#include "storage/sealing.h"
#include "storage/sql/dialect.h"

namespace astronova::storage::sql {

struct Merge {
  std::string_view from;
  std::string_view into;
};

/// IdentityStore::merge within a transaction. What is sealed is sealed anew for its new owner. Of a
/// record and a tombstone of one id the later stays, and the other is dropped. Idempotency keys go
/// along, but for those that both accounts used.
Result<void> merge_accounts(const Dialect& dialect, Connection& connection, const KeyRing& keys,
                            const Merge& merge, Instant now);

}  // namespace astronova::storage::sql
