#pragma once

#include <CLI/App.hpp>
#include <functional>
#include <string>
#include <vector>

#include "app/settings/mistakes.h"
#include "app/settings/secrets.h"

namespace astronova::app {

/// What a command is told by flags, environment variables and a configuration file. Each option of
/// the command may come from all three: a flag wins over the option's variable (envname), the
/// variable over the file, where the key is the flag's name with underscores, and the file over the
/// default. Every value that is given is checked, though another may win over it.
struct Settings {
  /// Looks at what no single option can know, once all have their values; notes what is wrong.
  using Check = std::function<void(Mistakes&)>;

  std::string file{};  ///< the configuration file; empty: there is none
  Secrets secrets{};
  Mistakes mistakes{};
  /// What an operator should know, but what stands against nothing.
  std::vector<std::string> warnings{};

  // What a command wants; set before the command line is read.
  std::vector<Check> checks{};
  /// Whether the command runs though there are mistakes, since it is there to tell them.
  bool runs_with_mistakes = false;
};

/// Declares --config (ASTRONOVA_CONFIG). It has to be the first option of the command, and all
/// others may come after it: when CLI11 has read the command line, and before it gives the options
/// their values, this gives it to them, from all three.
///
/// Keys that only `serve` has are passed over by the other commands, so that all may have its file.
///
/// errors  ConfigurationError, thrown through CLI11, with all mistakes at once
void declare(CLI::App& command, Settings& settings);

/// What is wrong with the configuration, as text_of() has it; for CLI::App::exit().
class ConfigurationError : public CLI::ParseError {
 public:
  explicit ConfigurationError(const Mistakes& mistakes)
      : CLI::ParseError("ConfigurationError", text_of(mistakes), CLI::ExitCodes::InvalidError) {}
};

}  // namespace astronova::app
