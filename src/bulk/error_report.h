#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "bulk/output.h"

namespace astronova::bulk {

/// Where bad lines are told: all of them in a file, or the first of them on standard error.
/// threads  one at a time
class ErrorReport {
 public:
  static constexpr std::uint64_t shown_max = 20;

  ErrorReport() = default;
  explicit ErrorReport(Output file) : file_(std::move(file)) {}

  /// Tells of whole lines.
  /// errors  data_missing where the file cannot be written
  Result<void> append(std::string_view lines);

  Output* file() { return file_ ? &*file_ : nullptr; }

 private:
  std::optional<Output> file_{};
  std::uint64_t shown_ = 0;
};

}  // namespace astronova::bulk
