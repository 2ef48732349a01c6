#include "usecases/tabulate_ephemeris.h"

#include <fmt/format.h>

#include "usecases/default_bodies.h"

namespace astronova::usecases {

Result<Table> tabulate_ephemeris(const sky::Ephemeris& ephemeris, const TableRequest& request) {
  const auto rows = static_cast<std::size_t>((request.to - request.from) / request.step) + 1;
  if (rows > table_rows_max) {
    return invalid_field("/to", fmt::format("the table would have {} rows, at most {} are computed "
                                            "at a time: take a longer step or a shorter span",
                                            rows, table_rows_max));
  }
  Table table;
  table.bodies = request.bodies.empty() ? default_bodies(request.frame.center, sky::Body::true_node)
                                        : request.bodies;
  table.instants.reserve(rows);
  table.states.resize(rows * table.bodies.size());
  for (std::size_t row = 0; row < rows; ++row) {
    table.instants.push_back(request.from + request.step * static_cast<std::int64_t>(row));
    const auto states =
        std::span{table.states}.subspan(row * table.bodies.size(), table.bodies.size());
    const auto when = to_julian_day(table.instants.back());
    if (auto done = ephemeris.states_at(when, table.bodies, request.frame, states); !done) {
      return done.error();
    }
  }
  return table;
}

}  // namespace astronova::usecases
