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
#include "bulk/csv.h"

namespace astronova::bulk {

/// Reads lines that are a row of CSV or a JSON object, and writes what is wrong with them. Its
/// memory is used again for each. threads  one an object
class LineReader {
 public:
  /// @param columns  those of the input where it is CSV; nothing where it is JSON Lines. They
  /// outlive
  ///                 this object.
  explicit LineReader(const std::optional<CsvBirths>& columns);

  /// The line's JSON, without its member `id`, a text or a number. It is valid until the next call.
  /// errors  invalid_value: too long, no CSV, no JSON, an id of another kind
  Result<boost::json::value> read(std::string_view text);

  /// Appends {"line", "id", "errors"} and LF.
  void append_error(std::uint64_t line, const Error& error, std::string& errors) const;

  /// The id of the line that was read last, as text and as JSON; "" where it has none.
  const std::string& id_text() const { return id_text_; }
  const std::string& id_json() const { return id_json_; }

 private:
  Result<boost::json::value> parse(std::string_view text);
  Result<void> take_id(boost::json::object& record);

  const std::optional<CsvBirths>& columns_;
  std::string id_text_{};
  std::string id_json_{};
  std::string row_json_{};
  std::vector<unsigned char> record_memory_;
  std::vector<unsigned char> parser_memory_;
  boost::json::monotonic_resource record_storage_;
  boost::json::parser parser_;
};

}  // namespace astronova::bulk
