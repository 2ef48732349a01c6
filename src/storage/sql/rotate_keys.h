#pragma once

#include <cstdint>

#include "storage/sql/open_database.h"

namespace astronova::storage {

/// Seals anew, by the first key of the options, all that is sealed by others or kept in clear.
///
/// Servers may run meanwhile if they have the key, as the first or a later one: rows are written in
/// batches, and each only if it is still what was read. It can be interrupted and started again,
/// and does nothing when there is nothing left to do. What servers write meanwhile by another key
/// is found by further passes, of which there are a few. returns  how many values were sealed anew
/// errors   data_missing: there is no key, or one that is needed to read is not there (named)
///          conflict: servers went on sealing by another key; the schema is not this program's
///          unavailable
Result<std::int64_t> rotate_keys(const DatabaseOptions& options);

}  // namespace astronova::storage
