#pragma once

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parser.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "bulk/chart_rows.h"
#include "bulk/csv.h"
#include "sky/ephemeris.h"
#include "usecases/cast_natal_chart.h"

namespace astronova::bulk {

enum class Format { csv, json_lines };

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

/// Makes a line of output of a line of input. Everything that reads a birth or writes a chart is
/// behind make().
/// threads  one an object
class ChartMaker {
 public:
  /// @param common  request_of_all(order.common); order and ephemeris must outlive this object
  ChartMaker(const sky::Ephemeris& ephemeris, const ChartOrder& order,
             usecases::ChartRequest common);

  /// Appends a chart to `output`, or {"line", "id", "errors"} to `errors`, each with LF behind it.
  /// @param line   its number, to be named in either
  /// @param text   a row of CSV, or a JSON object: birthData, or a request that has it; both may
  ///               have a member `id`, a text or a number, which is handed through
  /// returns whether it is a chart
  bool make(std::uint64_t line, std::string_view text, std::string& output, std::string& errors);

 private:
  Result<void> append_chart(std::uint64_t line, std::string_view text, std::string& output);
  Result<boost::json::value> parse(std::string_view text);
  Result<void> take_id(boost::json::object& record);
  Result<void> read_request(boost::json::value& record);
  Result<void> read_whole_request(boost::json::object& record);
  void append_error(std::uint64_t line, const Error& error, std::string& errors) const;

  const sky::Ephemeris& ephemeris_;
  const ChartOrder& order_;
  usecases::ChartRequest common_;  // with the birth of the line
  ChartRows rows_;
  std::optional<usecases::ChartRequest> own_{};  // of a line that has options of its own
  std::string parent_{};                         // the pointer to the birth's object
  std::string id_text_{};
  std::string id_json_{};  // "" where the line has none
  std::string row_json_{};
  std::vector<unsigned char> record_memory_;
  std::vector<unsigned char> parser_memory_;
  boost::json::monotonic_resource record_storage_;
  boost::json::parser parser_;
};

}  // namespace astronova::bulk
