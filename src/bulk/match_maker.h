#pragma once

#include <optional>
#include <string>

#include "astrology/matching/compatibility.h"
#include "bulk/line_maker.h"
#include "bulk/line_reader.h"
#include "sky/ephemeris.h"
#include "usecases/birth_data.h"

namespace astronova::bulk {

/// Whom all births of a run are matched with, and what is written.
struct MatchOrder {
  astrology::MatchPoints user{};
  Format to = Format::json_lines;
  std::optional<double> score_min{};  ///< matches below are counted and not written
};

/// Scores births. A line is birthData, alone or as the member `birthData`, with an `id` beside it.
/// threads  one an object
class MatchMaker final : public LineMaker {
 public:
  /// All must outlive this object.
  MatchMaker(const sky::Ephemeris& ephemeris, const MatchOrder& order,
             const std::optional<CsvBirths>& columns);

  /// The first line of CSV output, without its end.
  static std::string header();

  bool make(std::uint64_t line, std::string_view text, std::string& output,
            std::string& errors) override;

 private:
  Result<void> append_match(std::uint64_t line, std::string_view text, std::string& output);
  Result<usecases::BirthData> read_birth(std::string_view text);
  void append_json(std::uint64_t line, bool time_known, std::string& output) const;
  void append_row(std::uint64_t line, bool time_known, std::string& output) const;

  const sky::Ephemeris& ephemeris_;
  const MatchOrder& order_;
  LineReader reader_;
  std::string parent_{};  // the pointer to the birth's object
  astrology::Compatibility compatibility_{};
};

}  // namespace astronova::bulk
