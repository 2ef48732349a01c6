#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "storage/database.h"
#include "storage/sql/dialect.h"

namespace astronova::storage::sql {

/// The number of the schema that this program works with.
int schema_number();

/// What is known of each step, none of them taken.
std::vector<Migration> no_migrations();

/// What is known of each step, and whether this database has taken it. After them come steps that
/// this program does not know, which a newer version took and noted as such that it can live with.
/// errors  conflict: the database has taken steps that this program cannot live with
Result<std::vector<Migration>> migrations(const Dialect& dialect, Connection& connection);

/// Takes the steps up to `number` that the database has not taken, in the transaction that the
/// connection is in; others who want to do the same wait. Returns those taken.
/// errors  conflict, as above
Result<std::vector<Migration>> migrate(const Dialect& dialect, Connection& connection, int number,
                                       Instant now);

/// For what has to see all that there is, as a backup has.
/// errors  conflict: this program does not know some of the steps that were taken
Result<void> all_are_known(const std::vector<Migration>& migrations);

}  // namespace astronova::storage::sql
