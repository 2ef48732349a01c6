#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "storage/ledger.h"
#include "storage/sealing.h"
#include "storage/sql/connection.h"

namespace astronova::storage::sql {

/// An account's devices, by id.
Result<std::vector<Device>> find_devices(Connection& connection, const KeyRing& keys,
                                         std::string_view account_id);

/// Puts a device, and takes its push token from all others.
void write_device(Connection& connection, const KeyRing& keys, std::string_view account_id,
                  const Device& device);

}  // namespace astronova::storage::sql
