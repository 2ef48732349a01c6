#pragma once

#include <functional>
#include <map>
#include <string>

#include "base/result.h"

namespace astronova::app {

/// From JSON pointer to flag: {"/birthData/latitude", "--lat"}.
using FlagsByPointer = std::map<std::string, std::string, std::less<>>;

/// Prints an error for a person at a terminal: each wrong field by the flag it came from.
/// returns  the exit status
int report_error(const Error& error, const FlagsByPointer& flags);

}  // namespace astronova::app
