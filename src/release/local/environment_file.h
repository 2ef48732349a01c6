#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace astronova::release::local {

using Variables = std::vector<std::pair<std::string, std::string>>;

/// The variables of a file that systemd's EnvironmentFile= takes as well: NAME=value a line, the
/// value in quotes or not; empty lines and those that begin with # or ; are passed over. Nothing in
/// a value is replaced, and none goes on in the next line.
/// errors  invalid_value, with the line's number and without its value
Result<Variables> read_environment(std::string_view text, const std::string& path);

}  // namespace astronova::release::local
