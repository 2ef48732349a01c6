#include "app/query_flags.h"

#include <CLI/CLI.hpp>

namespace astronova::app {

void QueryFlags::declare(CLI::App& command) {
  for (std::size_t i = 0; i < flags_.size(); ++i) {
    const auto& [parameter, flag, help, required] = flags_[i];
    command.add_option(std::string{flag}, values_[i], std::string{help})->required(required);
  }
}

std::vector<std::pair<std::string, std::string>> QueryFlags::query() const {
  std::vector<std::pair<std::string, std::string>> query;
  for (std::size_t i = 0; i < flags_.size(); ++i) {
    if (!values_[i].empty()) query.emplace_back(flags_[i].parameter, values_[i]);
  }
  return query;
}

FlagsByPointer QueryFlags::by_pointer() const {
  FlagsByPointer flags;
  for (const auto& flag : flags_)
    flags.emplace("/" + std::string{flag.parameter}, flag.flag);
  return flags;
}

}  // namespace astronova::app
