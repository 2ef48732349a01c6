#pragma once

#include <cstdint>
#include <string>

#include "api/services.h"
#include "http/message.h"
#include "usecases/tabulate_ephemeris.h"

namespace astronova::api {

enum class TableType : std::uint8_t { json, csv };

/// What a table is asked for, and how it is to be written.
struct WantedTable {
  const usecases::TableRequest& request;
  TableType type = TableType::json;
};

/// A table as it is sent.
struct TableContent {
  std::string body{};
  http::Coding coding = http::Coding::not_negotiated;
};

/// The table that is wanted. For clients that accept gzip, long tables that are of no observer's
/// place come from the cache. What is kept is their gzip form, since making that costs 27 times
/// what all the rest does. For others they are computed: that is quicker than decompressing.
///
/// errors   those of usecases::tabulate_ephemeris
/// threads  any; blocking, up to seconds
Result<TableContent> table_content(const Services& services, const WantedTable& wanted,
                                   bool accepts_gzip);

}  // namespace astronova::api
