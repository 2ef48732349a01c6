#include "sky/table/table_pieces.h"

namespace astronova::sky::table {
namespace {

// The one place that knows how a part lies in the file.
Piece copy_piece(const SeriesView& series, std::size_t coordinates, std::size_t coordinate,
                 double day) {
  static_assert(Piece::terms == terms);
  const double* const part = series.part_at(day);
  Piece piece{part[0], 1 / part[1], {}};
  const double* const coefficients = part + 2 + coordinate;
  for (std::size_t k = 0; k < terms; ++k)
    piece.coefficients[k] = coefficients[k * coordinates];
  return piece;
}

constexpr std::size_t of_a_body = 3;
constexpr std::size_t of_the_orientation = 2;

bool is_south_node(Body body) {
  return body == Body::mean_south_node || body == Body::true_south_node;
}

Body source_of(Body body) {
  if (body == Body::mean_south_node) return Body::mean_node;
  if (body == Body::true_south_node) return Body::true_node;
  return body;
}

}  // namespace

bool TablePieces::holds(Body body) const {
  return file_.holds(source_of(body));
}

Piece TablePieces::longitude(Body body, JulianDayTt when) const {
  auto piece = copy_piece(file_.body(source_of(body)), of_a_body, 0, when.value);
  if (is_south_node(body)) piece.coefficients[0] += 180;
  return piece;
}

Piece TablePieces::latitude(Body body, JulianDayTt when) const {
  auto piece = copy_piece(file_.body(source_of(body)), of_a_body, 1, when.value);
  if (is_south_node(body)) {
    for (auto& coefficient : piece.coefficients)
      coefficient = -coefficient;
  }
  return piece;
}

Piece TablePieces::nutation(JulianDayTt when) const {
  return copy_piece(file_.orientation(), of_the_orientation, 0, when.value);
}

Piece TablePieces::obliquity(JulianDayTt when) const {
  return copy_piece(file_.orientation(), of_the_orientation, 1, when.value);
}

Piece TablePieces::delta_t(JulianDayUt when) const {
  return copy_piece(file_.delta_t(), 1, 0, when.value);
}

}  // namespace astronova::sky::table
