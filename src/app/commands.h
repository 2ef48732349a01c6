#pragma once

#include <CLI/App.hpp>
#include <string>

namespace astronova::app {

/// What a subcommand's exit status says: done, failed, called with impossible values.
inline constexpr int exit_done = 0;
inline constexpr int exit_failed = 1;
inline constexpr int exit_usage = 2;

/// Each adds one subcommand to the program; its callback stores the exit status in `status`.
void add_serve_command(CLI::App& program, int& status);
void add_chart_command(CLI::App& program, int& status);
/// Adds a command for each of api::techniques to `chart`.
void add_technique_commands(CLI::App& chart, int& status);
void add_bulk_command(CLI::App& program, int& status);
void add_sky_command(CLI::App& program, int& status);
void add_events_command(CLI::App& program, int& status);
void add_ephemeris_command(CLI::App& program, int& status);
void add_place_command(CLI::App& program, int& status);
void add_migrate_command(CLI::App& program, int& status);
void add_backup_commands(CLI::App& program, int& status);
void add_rotate_key_command(CLI::App& program, int& status);
void add_version_command(CLI::App& program, int& status);
void add_account_command(CLI::App& program, int& status);
void add_infra_command(CLI::App& program, int& status);
void add_healthcheck_command(CLI::App& program, int& status);
void add_doctor_command(CLI::App& program, int& status);
void add_release_command(CLI::App& program, int& status);

}  // namespace astronova::app
