#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace astronova::app {

/// Prints an error for a person at a terminal: each wrong field by the flag it came from.
///   flags  from JSON pointer to flag: {"/birthData/latitude", "--lat"}
/// returns  the exit status
int report_error(const Error& error, const std::map<std::string_view, std::string_view>& flags);

}  // namespace astronova::app
