#pragma once

#include <string>

#include "usecases/tabulate_ephemeris.h"

namespace astronova::api {

/// EphemerisResponse of the contract.
std::string write_table_json(const usecases::Table& table, const usecases::TableRequest& request,
                             const sky::Ephemeris& ephemeris);

/// The same numbers as RFC 4180 text: a header line, then a line a row.
std::string write_table_csv(const usecases::Table& table);

}  // namespace astronova::api
