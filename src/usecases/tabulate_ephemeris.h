#pragma once

#include <chrono>
#include <vector>

#include "base/instant.h"
#include "sky/ephemeris.h"

namespace astronova::usecases {

/// The longest table that is computed for one request.
inline constexpr std::size_t table_rows_max = 10'000;

/// Which table of positions to compute: a row for each instant from `from` to `to`, both included,
/// every `step`.
struct TableRequest {
  Instant from{};
  Instant to{};                  ///< not before `from`
  std::chrono::minutes step{1};  ///< positive
  sky::Bodies bodies{};          ///< in their order; empty: default_bodies
  sky::Frame frame{};
};

struct Table {
  sky::Bodies bodies;
  std::vector<Instant> instants;
  std::vector<sky::BodyState> states;  ///< row by row: that of instant i, body j is at
                                       ///< i * bodies.size() + j
};

/// errors   those of sky::Ephemeris; invalid_value at "/to" for a table of more than
///          table_rows_max rows
/// threads  any; blocking, up to seconds
Result<Table> tabulate_ephemeris(const sky::Ephemeris& ephemeris, const TableRequest& request);

}  // namespace astronova::usecases
