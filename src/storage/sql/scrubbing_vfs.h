#pragma once

namespace astronova::storage::sql {

/// The name of a layer between SQLite and the files of its databases, registered when this is first
/// called.
///
/// When SQLite balances its trees it copies cells to other pages, and what it copied from stays
/// behind in the part of the page that is not in use: secure_delete does not reach it when the row
/// is deleted later. This layer writes zeros for that part whenever a page goes into the database
/// file (format: https://www.sqlite.org/fileformat2.html, 1.6), so that a row that was deleted is
/// in none of its pages. The log is not touched; a checkpoint that truncates it does the rest.
const char* scrubbing_vfs();

}  // namespace astronova::storage::sql
