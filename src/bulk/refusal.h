#pragma once

#include <string>
#include <utility>

#include "base/result.h"

namespace astronova::bulk {

/// An invalid_value that is no single field's: of a line, of a file.
inline Error refusal(std::string detail) {
  return {ErrorCode::invalid_value, std::move(detail), {}};
}

}  // namespace astronova::bulk
