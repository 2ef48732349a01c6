#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/quantity.h"
#include "base/result.h"
#include "sky/bodies.h"
#include "sky/table/table_format.h"

namespace astronova::sky::table {

/// One coordinate and how it changes.
struct Motion {
  double value = 0;
  double per_day = 0;
};

/// A series in the mapped file.
class SeriesView {
 public:
  SeriesView() = default;
  SeriesView(const std::byte* file, const Series& series);

  bool exists() const { return parts_ != nullptr; }

  /// Where a day's polynomials lie: to be asked for some time before they are read. The day must
  /// lie in the series' span.
  const double* part_at(double day) const;

  /// Has the processor fetch a part.
  void prefetch(const double* part) const {
    constexpr std::size_t line = 64 / sizeof(double);
    for (std::size_t i = 0; i < part_size_; i += line)
      __builtin_prefetch(part + i);
  }

  /// The first Coordinates coordinates of a part at a day.
  template <std::size_t Coordinates>
  std::array<Motion, Coordinates> read(const double* part, double day) const;

  template <std::size_t Coordinates>
  std::array<Motion, Coordinates> at(double day) const {
    return read<Coordinates>(part_at(day), day);
  }

 private:
  double first_day_ = 0;
  double pieces_per_day_ = 0;
  const std::uint32_t* index_ = nullptr;
  const std::uint32_t* slots_ = nullptr;
  const double* parts_ = nullptr;
  std::size_t part_size_ = 0;
  std::size_t last_piece_ = 0;
};

/// The table ephemeris's file, mapped into memory: processes share its pages, and only those that
/// are touched are read.
/// threads  all of them at once
class TableFile {
 public:
  /// errors  data_missing where the file is not there, is not such a file of this version and
  ///         machine, is cut off, or differs from its checksum: it is to be built anew
  /// cost    reads the whole file once, some milliseconds for each ten megabytes
  static Result<std::unique_ptr<TableFile>> open(const std::string& path);
  ~TableFile();
  TableFile(const TableFile&) = delete;
  TableFile& operator=(const TableFile&) = delete;

  JulianDayUt first() const { return {header_->first_day}; }
  JulianDayUt last() const { return {header_->last_day}; }
  /// Of what the values are: "Swiss Ephemeris 2.10.03 DE431".
  std::string_view source() const;

  bool holds(Body body) const { return bodies_.at(static_cast<std::size_t>(body)).exists(); }
  const SeriesView& body(Body body) const { return bodies_[static_cast<std::size_t>(body)]; }
  const SeriesView& orientation() const { return orientation_; }
  const SeriesView& sidereal_time() const { return sidereal_time_; }
  const SeriesView& delta_t() const { return delta_t_; }

 private:
  TableFile(const std::byte* bytes, std::size_t size);
  Result<void> check() const;
  Result<void> find_series();

  const std::byte* bytes_;
  std::size_t size_;
  const Header* header_;
  std::array<SeriesView, body_count> bodies_{};
  SeriesView orientation_;
  SeriesView sidereal_time_;
  SeriesView delta_t_;
};

inline const double* SeriesView::part_at(double day) const {
  const double pieces = (day - first_day_) * pieces_per_day_;
  auto piece = static_cast<std::size_t>(pieces);
  if (piece > last_piece_) piece = last_piece_;
  const auto entry = index_[piece];
  const auto halvings = entry & ((1U << halvings_bits) - 1);
  if (halvings == 0) return parts_ + (entry >> halvings_bits) * part_size_;
  const auto slots = std::size_t{1} << halvings;
  auto slot =
      static_cast<std::size_t>((pieces - static_cast<double>(piece)) * static_cast<double>(slots));
  if (slot >= slots) slot = slots - 1;
  return parts_ + slots_[(entry >> halvings_bits) + slot] * part_size_;
}

template <std::size_t Coordinates>
std::array<Motion, Coordinates> SeriesView::read(const double* part, double day) const {
  const std::size_t stride = (part_size_ - 2) / terms;
  const double x = (day - part[0]) * part[1];
  const double* coefficients = part + 2;
  // Clenshaw's recurrence for the value, and for the derivative beside it.
  std::array<double, Coordinates> b1{};
  std::array<double, Coordinates> b2{};
  std::array<double, Coordinates> d1{};
  std::array<double, Coordinates> d2{};
  const double twice = 2 * x;
  for (std::size_t k = terms - 1; k > 0; --k) {
    for (std::size_t c = 0; c < Coordinates; ++c) {
      const double b = twice * b1[c] - b2[c] + coefficients[k * stride + c];
      const double d = twice * d1[c] - d2[c] + 2 * b1[c];
      b2[c] = b1[c];
      b1[c] = b;
      d2[c] = d1[c];
      d1[c] = d;
    }
  }
  std::array<Motion, Coordinates> motions;
  for (std::size_t c = 0; c < Coordinates; ++c) {
    motions[c] = {x * b1[c] - b2[c] + coefficients[c], (x * d1[c] - d2[c] + b1[c]) * part[1]};
  }
  return motions;
}

}  // namespace astronova::sky::table
