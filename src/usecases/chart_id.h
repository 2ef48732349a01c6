#pragma once

#include <string_view>

#include "usecases/name_uuid.h"

namespace astronova::usecases {

struct ChartRequest;

/// The name of a chart that is not kept: a UUID of version 5 (RFC 9562, 5.5) over all inputs, so
/// that the same request has the same id on every machine, and another request another.
class ChartId {
 public:
  ChartId() = default;
  explicit ChartId(const ChartRequest& request);

  /// 36 characters, lower case.
  std::string_view text() const { return {text_.data(), text_.size()}; }

 private:
  UuidText text_{};
};

}  // namespace astronova::usecases
