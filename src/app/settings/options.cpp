#include "app/settings/options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <optional>
#include <regex>

#include <fmt/format.h>

namespace astronova::app {
namespace {

std::string kind_of(const CLI::Option& option) {
  if (option.get_items_expected_max() == 0) return "true or false";
  const auto type = option.get_type_name();
  if (type.starts_with("INT") || type.starts_with("UINT")) return "a whole number";
  if (type.starts_with("FLOAT")) return "a number";
  return "a text";
}

// "{auto,swiss,table}" and "UINT in [0 - 1024]", as CLI11 describes its validators.
std::optional<std::string> in_words(const CLI::Option& option, const std::string& type) {
  static const std::regex members(R"(.*\{(.*)\})");
  static const std::regex range(R"(.* in \[(\S+) - (\S+)\])");
  std::smatch found;
  if (std::regex_match(type, found, members))
    return "one of " + std::regex_replace(found.str(1), std::regex(","), ", ");
  if (std::regex_match(type, found, range))
    return fmt::format("{} from {} to {}", kind_of(option), found.str(1), found.str(2));
  return std::nullopt;
}

bool takes_many(const CLI::Option& option) {
  return option.get_items_expected_max() > 1;
}

}  // namespace

std::vector<CLI::Option*> options_of(CLI::App& command) {
  return command.get_options([](const CLI::Option* option) {
    return option->get_configurable() && !option->get_lnames().empty();
  });
}

std::string flag_of(const CLI::Option& option) {
  return "--" + option.get_lnames().front();
}

std::string key_of(const CLI::Option& option) {
  auto key = option.get_lnames().front();
  std::ranges::replace(key, '-', '_');
  return key;
}

std::string wanted_by(const CLI::Option& option) {
  auto wanted = in_words(option, option.get_type_name()).value_or(kind_of(option));
  if (takes_many(option)) wanted += "; several are separated by commas, or are a list in the file";
  if (!option.get_default_str().empty())
    wanted += fmt::format("; the default is {}", option.get_default_str());
  return wanted;
}

std::string complaint(const CLI::Option& option, const CLI::Error& error) {
  if (dynamic_cast<const CLI::ConversionError*>(&error)) {
    return fmt::format("'{}' is not {}", fmt::join(option.results(), ","), kind_of(option));
  }
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error))
    return takes_many(option) ? error.what() : "there is more than one value";
  static const std::regex about_range("(?:.*: )?Value (.*) not in range .*");
  static const std::regex about_members(R"((?:.*: )?(.*) not in \{.*\})");
  std::string text = error.what();
  std::smatch found;
  if (std::regex_match(text, found, about_range) || std::regex_match(text, found, about_members)) {
    return fmt::format("'{}' is not {}", found.str(1),
                       in_words(option, option.get_type_name()).value_or(kind_of(option)));
  }
  const auto name = option.get_name() + ": ";
  if (text.starts_with(name)) text.erase(0, name.size());
  return text;
}

}  // namespace astronova::app
