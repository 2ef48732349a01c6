#include "sky/table/table_pieces.h"

namespace astronova::sky::table {
namespace {

Piece piece_of(const SeriesView& series, std::size_t coordinate, double day) {
  static_assert(Piece::terms == terms);
  const auto part = series.unpacked_part_at(day, coordinate);
  return {(part.begin + part.end) / 2, (part.end - part.begin) / 2, part.coefficients};
}

bool is_south_node(Body body) {
  return body == Body::mean_south_node || body == Body::true_south_node;
}

}  // namespace

bool TablePieces::holds(Body body) const {
  return file_.holds(body);
}

Piece TablePieces::longitude(Body body, JulianDayTt when) const {
  auto piece = piece_of(file_.body(body), 0, when.value);
  if (is_south_node(body)) piece.coefficients[0] += 180;
  return piece;
}

Piece TablePieces::latitude(Body body, JulianDayTt when) const {
  auto piece = piece_of(file_.body(body), 1, when.value);
  if (is_south_node(body)) {
    for (auto& coefficient : piece.coefficients)
      coefficient = -coefficient;
  }
  return piece;
}

Piece TablePieces::nutation(JulianDayTt when) const {
  return piece_of(file_.orientation(), 0, when.value);
}

Piece TablePieces::obliquity(JulianDayTt when) const {
  return piece_of(file_.orientation(), 1, when.value);
}

Piece TablePieces::delta_t(JulianDayUt when) const {
  return piece_of(file_.delta_t(), 0, when.value);
}

}  // namespace astronova::sky::table
