#pragma once

#include "sky/polynomials.h"
#include "sky/table/table_file.h"

namespace astronova::sky::table {

/// The polynomials of a table's file, one coordinate at a time.
/// threads  all of them at once
class TablePieces final : public Polynomials {
 public:
  /// @param file is read, and outlives this
  explicit TablePieces(const TableFile& file) : file_(file) {}

  Coverage span() const override { return {file_.first(), file_.last()}; }
  bool holds(Body body) const override;
  Piece longitude(Body body, JulianDayTt when) const override;
  Piece latitude(Body body, JulianDayTt when) const override;
  Piece nutation(JulianDayTt when) const override;
  Piece obliquity(JulianDayTt when) const override;
  Piece delta_t(JulianDayUt when) const override;

 private:
  const TableFile& file_;
};

}  // namespace astronova::sky::table
