#pragma once

#include <string>

#include "storage/records.h"

namespace astronova::api {

/// The first line of a table of kept charts (CSV, RFC 4180).
inline constexpr char chart_columns[] =
    "id,createdAt,updatedAt,label,date,time,place,latitude,longitude,timezone,systems,notes\r\n";

/// A kept chart as a line of that table. A text that a spreadsheet would take for a formula has an
/// apostrophe before it.
std::string chart_row(const storage::Record& chart);

}  // namespace astronova::api
