#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace astronova::bulk {

/// Reads births from CSV (RFC 4180), a line each: a field may stand between double quotes, in which
/// "" is one of them. A field has no line break: a quote that somebody forgot to close spoils its
/// own line and swallows none that follow.
/// threads  any, each with a string of its own
class CsvBirths {
 public:
  /// Reads the header line: members of birthData, and `id`, in any order.
  /// errors  invalid_value: a column that is unknown (naming the nearest) or comes twice, no column
  ///         `date`, a line that is no CSV
  static Result<CsvBirths> with_header(std::string_view line);

  /// Appends the birthData object (with a member `id` where there is one) that a row stands for. An
  /// empty field is a member that is absent. Numbers that are none become texts, which whoever
  /// reads the object refuses.
  /// errors  invalid_value: no CSV, not UTF-8, or another number of fields than the header
  Result<void> append_json(std::string_view row, std::string& json) const;

 private:
  struct Column {
    std::string_view name{};
    std::string key{};  ///< a comma, the name as JSON, a colon
    bool numeric = false;
  };

  bool has(std::string_view name) const;
  Result<void> append_members(std::string_view row, std::string& json) const;

  std::vector<Column> columns_;
};

/// Appends a field, between quotes where it needs them.
void append_csv_field(std::string& row, std::string_view text);

}  // namespace astronova::bulk
