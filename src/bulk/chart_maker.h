#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "bulk/chart_rows.h"
#include "bulk/csv.h"
#include "bulk/line_maker.h"
#include "bulk/line_reader.h"
#include "sky/ephemeris.h"
#include "usecases/cast_natal_chart.h"

namespace astronova::bulk {

/// What all births of a run have in common.
struct ChartOrder {
  /// Members of POST /chart/generate but birthData: what a line does not say itself.
  boost::json::object common{};
  Format to = Format::json_lines;
  /// The columns of the input where it is CSV; nothing where it is JSON Lines.
  std::optional<CsvBirths> columns{};
};

/// The request that `common` makes of any birth; its birth means nothing.
/// errors  those of api::read_chart_request
Result<usecases::ChartRequest> request_of_all(const boost::json::object& common);

/// Makes charts of births. A line is birthData, or a request that has it; both may have a member
/// `id`, a text or a number, which is handed through.
/// threads  one an object
class ChartMaker final : public LineMaker {
 public:
  /// @param common  request_of_all(order.common); order and ephemeris must outlive this object
  ChartMaker(const sky::Ephemeris& ephemeris, const ChartOrder& order,
             usecases::ChartRequest common);

  bool make(std::uint64_t line, std::string_view text, std::string& output,
            std::string& errors) override;

 private:
  Result<void> append_chart(std::uint64_t line, std::string_view text, std::string& output);
  Result<void> read_request(boost::json::value& record);
  Result<void> read_whole_request(boost::json::object& record);

  const sky::Ephemeris& ephemeris_;
  const ChartOrder& order_;
  usecases::ChartRequest common_;  // with the birth of the line
  ChartRows rows_;
  LineReader reader_;
  std::optional<usecases::ChartRequest> own_{};  // of a line that has options of its own
  std::string parent_{};                         // the pointer to the birth's object
};

}  // namespace astronova::bulk
