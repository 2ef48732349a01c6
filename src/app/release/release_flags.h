#pragma once

#include <CLI/App.hpp>
#include <memory>
#include <string>

namespace astronova::app {

/// Refused: locked, frozen, or what the database or an unfinished release stands against.
inline constexpr int exit_refused = 3;
/// A step waits for approval; the split stays as it is.
inline constexpr int exit_waits = 4;

/// What every command below `release` is told.
struct ReleaseFlags {
  std::string config{};
  std::string by{};
  bool as_json = false;

  /// Where `config` is, with its slash; "" for here.
  std::string folder() const { return config.substr(0, config.rfind('/') + 1); }
};

/// Declares --config and --by.
void declare(CLI::App& command, ReleaseFlags& flags);
/// Declares --json.
void declare_json(CLI::App& command, ReleaseFlags& flags);

/// Each adds one command to `release`; its callback stores the exit status in `status`.
void add_release_plan(CLI::App& release, int& status);
void add_release_ship(CLI::App& release, int& status);
void add_release_status(CLI::App& release, int& status);
void add_release_promote(CLI::App& release, int& status);
void add_release_rollback(CLI::App& release, int& status);
void add_release_abort(CLI::App& release, int& status);
void add_release_history(CLI::App& release, int& status);
void add_release_lock(CLI::App& release, int& status);
void add_release_unlock(CLI::App& release, int& status);
void add_release_checklist(CLI::App& release, int& status);

}  // namespace astronova::app
