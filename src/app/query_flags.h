#pragma once

#include <CLI/App.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/report_error.h"

namespace astronova::app {

/// A flag that means a parameter of a query.
struct QueryFlag {
  std::string_view parameter;  ///< "ayanamsa"
  std::string_view flag;       ///< "--ayanamsa"
  std::string_view help;
  bool required = false;
};

/// The flags of a command that prints what a GET request answers, and what was given with them.
class QueryFlags {
 public:
  /// The flags outlive it.
  explicit QueryFlags(std::span<const QueryFlag> flags) : flags_(flags), values_(flags.size()) {}

  /// The command writes into this when it is parsed.
  void declare(CLI::App& command);
  /// The query that means the same.
  std::vector<std::pair<std::string, std::string>> query() const;
  FlagsByPointer by_pointer() const;

 private:
  std::span<const QueryFlag> flags_;
  std::vector<std::string> values_;
};

}  // namespace astronova::app
