#pragma once

#include <CLI/App.hpp>
#include <string>
#include <vector>

namespace astronova::app {

/// The options of a command that can be set from elsewhere: those with a flag that are configurable
/// (CLI11 makes --help otherwise).
std::vector<CLI::Option*> options_of(CLI::App& command);

/// "--head-timeout"
std::string flag_of(const CLI::Option& option);
/// "head_timeout": what it is called in a configuration file.
std::string key_of(const CLI::Option& option);

/// What the option wants, for "give ...": "one of auto, swiss, table", "a number from 0.1 to 300".
std::string wanted_by(const CLI::Option& option);

/// What CLI11 has against a value, without the option's name.
std::string complaint(const CLI::Option& option, const CLI::Error& error);

}  // namespace astronova::app
