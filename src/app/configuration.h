#pragma once

#include <CLI/App.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/settings/mistakes.h"
#include "base/result.h"
#include "base/version.h"
#include "http/server.h"
#include "sky/ephemeris.h"

namespace astronova::app {

/// The configuration of `astronova serve`; docs/CONFIGURATION.md has the same table.
struct ServeConfiguration {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;
  unsigned threads = 0;
  std::vector<std::string> cors_origins{};
  double head_timeout_seconds = 10;
  double wait_target_milliseconds = 50;  ///< 0: no request is turned away for waiting
  std::string app_version = version;     ///< what the health check calls this release
};

/// Declares the flags and environment variables of `serve`.
void declare(CLI::App& command, ServeConfiguration& configuration);
void check(const ServeConfiguration& configuration, Mistakes& mistakes);

/// The server's options.
http::ServerOptions server_options(const ServeConfiguration& configuration);

/// Where the program keeps what it makes when nobody says so, as the XDG Base Directory
/// Specification has it.
std::string default_data_directory();

/// Where positions come from.
struct EphemerisConfiguration {
  /// "swiss", "table", or "auto": the table for what computes much, Swiss Ephemeris for one chart.
  std::string kind = "auto";
  std::string path;              ///< the folder of the Swiss Ephemeris data files
  std::string data_directory{};  ///< the folder of what the program makes, the table among it

  /// The file of the table ephemeris.
  std::string table_file() const { return data_directory + "/ephemeris.table"; }
};

/// Declares --ephemeris, --ephemeris-path and --data-dir with their variables, which every command
/// that computes takes.
void declare(CLI::App& command, EphemerisConfiguration& configuration);
/// Notes a folder without the data files.
void check(const EphemerisConfiguration& configuration, Mistakes& mistakes);

/// Opens Swiss Ephemeris, or prints why not to stderr and returns nothing.
std::unique_ptr<sky::Ephemeris> open_reference(const EphemerisConfiguration& configuration);

/// Opens the ephemeris of a command that computes little, or prints why not to stderr and returns
/// nothing. A table that was asked for but is missing or damaged is named on stderr, and Swiss
/// Ephemeris answers.
std::unique_ptr<sky::Ephemeris> open_ephemeris(const EphemerisConfiguration& configuration);

/// What a command goes through that looks for events.
struct SearchedSpan {
  JulianDayUt from{};
  JulianDayUt to{};
  sky::Bodies bodies{};
  std::optional<sky::Ayanamsa> ayanamsa{};
};

/// As open_ephemeris, for a long search: where neither kind was asked for, a table of what it needs
/// is made in memory, if the ephemeris covers it with some room.
std::unique_ptr<sky::Ephemeris> open_ephemeris_of(const EphemerisConfiguration& configuration,
                                                  const SearchedSpan& span);

}  // namespace astronova::app
