#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace astronova::bulk {

enum class Format { csv, json_lines };

/// Makes a line of output of a line of input.
/// threads  one an object
class LineMaker {
 public:
  virtual ~LineMaker() = default;

  /// Appends a line to `output`, or {"line", "id", "errors"} to `errors`, each with LF behind it.
  /// @param line   its number, to be named in either
  /// @param text   a row of CSV, or a JSON object
  /// returns whether it went to `output`
  virtual bool make(std::uint64_t line, std::string_view text, std::string& output,
                    std::string& errors) = 0;
};

}  // namespace astronova::bulk
