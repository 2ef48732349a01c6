#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/quantity.h"
#include "base/result.h"
#include "sky/ayanamsas.h"
#include "sky/bodies.h"
#include "sky/table/kernel.h"
#include "sky/table/table_format.h"

namespace astronova::sky::table {

/// One coordinate of a part, for those who look for its extrema and zeros.
struct UnpackedPart {
  double begin = 0;  ///< days
  double end = 0;
  /// The coordinate at a day is the sum over k of coefficients[k] T_k(x), where x runs from -1 at
  /// `begin` to 1 at `end`.
  std::array<double, terms> coefficients{};
};

/// A series in the mapped file.
class SeriesView {
 public:
  SeriesView() = default;
  SeriesView(const std::byte* file, const Series& series);

  bool exists() const { return file_ != nullptr; }

  /// Where a day lies in its part, which may be read some time later. The day must lie in the
  /// series' span.
  Point point_at(double day) const;

  /// The part that holds a day; the next one begins at its end.
  UnpackedPart unpacked_part_at(double day, std::size_t coordinate) const;

 private:
  // A part and its share of a piece: the numerator-th of 2^halvings.
  struct Share {
    std::size_t piece = 0;
    std::uint32_t part = 0;
    std::uint32_t halvings = 0;
    double numerator = 0;
    double within = 0;  // of the share, [0, 1]
  };
  Share share_at(double day) const;

  const std::byte* file_ = nullptr;
  const std::uint32_t* index_ = nullptr;
  const std::uint32_t* slots_ = nullptr;
  double first_day_ = 0;
  double pieces_per_day_ = 0;
  double piece_days_ = 0;
  std::size_t last_piece_ = 0;
  std::size_t coordinates_ = 0;
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
  /// The same of a table that was not written: a copy of its bytes.
  static Result<std::unique_ptr<TableFile>> of(std::span<const std::byte> bytes);
  ~TableFile();
  TableFile(const TableFile&) = delete;
  TableFile& operator=(const TableFile&) = delete;

  JulianDayUt first() const { return {header_->first_day}; }
  JulianDayUt last() const { return {header_->last_day}; }
  /// Of what the values are: "Swiss Ephemeris 2.10.03 DE431".
  std::string_view source() const;

  /// A south node is held as the north node that it lies opposite.
  bool holds(Body body) const { return bodies_.at(static_cast<std::size_t>(body)).exists(); }
  const SeriesView& body(Body body) const { return bodies_[static_cast<std::size_t>(body)]; }
  const SeriesView& orientation() const { return orientation_; }
  const SeriesView& sidereal_time() const { return sidereal_time_; }
  const SeriesView& delta_t() const { return delta_t_; }
  /// Does not exist for those of which the table has no series.
  const SeriesView& ayanamsa(Ayanamsa which) const {
    return ayanamsas_[static_cast<std::size_t>(which)];
  }

 private:
  TableFile(const std::byte* bytes, std::size_t size);
  static Result<std::unique_ptr<TableFile>> checked(const void* mapped, std::size_t size);
  Result<void> check() const;
  Result<void> find_series();

  const std::byte* bytes_;
  std::size_t size_;
  const Header* header_;
  std::array<SeriesView, body_count> bodies_{};
  std::array<SeriesView, ayanamsa_count> ayanamsas_{};
  SeriesView orientation_;
  SeriesView sidereal_time_;
  SeriesView delta_t_;
};

inline SeriesView::Share SeriesView::share_at(double day) const {
  const double pieces = (day - first_day_) * pieces_per_day_;
  Share share;
  // Signed, because that conversion is one instruction everywhere.
  share.piece = static_cast<std::size_t>(static_cast<std::int64_t>(pieces));
  if (share.piece > last_piece_) share.piece = last_piece_;
  share.within = pieces - static_cast<double>(static_cast<std::int64_t>(share.piece));
  constexpr std::uint32_t halvings_mask = (1U << halvings_bits) - 1;
  const auto entry = index_[share.piece];
  share.part = entry >> halvings_bits;
  const auto halvings_most = entry & halvings_mask;
  if (halvings_most == 0) return share;
  const auto slots = std::uint32_t{1} << halvings_most;
  auto slot = static_cast<std::uint32_t>(share.within * slots);
  if (slot >= slots) slot = slots - 1;
  const auto holder = slots_[share.part + slot];
  share.part = holder >> halvings_bits;
  share.halvings = holder & halvings_mask;
  share.numerator = slot >> (halvings_most - share.halvings);
  share.within = share.within * (1U << share.halvings) - share.numerator;
  return share;
}

inline Point SeriesView::point_at(double day) const {
  const Share share = share_at(day);
  return {file_ + std::size_t{share.part} * part_unit, 2 * share.within - 1,
          2 * pieces_per_day_ * (1U << share.halvings)};
}

}  // namespace astronova::sky::table
