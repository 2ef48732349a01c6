#pragma once

#include <string>

namespace astronova::usecases {

/// Something that the caller asked for and was answered in another way; `code` is stable.
struct Warning {
  std::string code;    ///< "houses.fallback"
  std::string detail;  ///< for a person: what was done instead, and why
};

}  // namespace astronova::usecases
