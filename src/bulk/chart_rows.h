#pragma once

#include <string>
#include <vector>

#include "usecases/cast_natal_chart.h"

namespace astronova::bulk {

/// Charts as rows of CSV with the columns that the request of all births gives them: docs/bulk.md
/// says what each is. The charts have the Western system; where something is not known, its column
/// is empty.
/// threads  any
class ChartRows {
 public:
  explicit ChartRows(const usecases::ChartRequest& request);

  /// The header line, without its end.
  std::string header() const;

  /// Appends what follows the columns `line` and `id`, a comma first.
  void append(const usecases::CastChart& cast, const usecases::BirthData& birth,
              std::string& row) const;

 private:
  sky::Bodies bodies_;
  std::size_t cusps_;
};

}  // namespace astronova::bulk
