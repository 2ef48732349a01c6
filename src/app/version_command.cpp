#include <CLI/CLI.hpp>

#include <fmt/format.h>

#include "app/commands.h"
#include "app/configuration.h"
#include "base/version.h"
#include "places/time_zones.h"

namespace astronova::app {

void add_version_command(CLI::App& program, int& status) {
  auto* command = program.add_subcommand("version", "Print the versions of program and data");
  const auto source = std::make_shared<EphemerisConfiguration>();
  declare(*command, *source);
  command->callback([source, &status] {
    fmt::print("astronova {}\n", version);
    fmt::print("tzdata {}\n", places::tzdata_version());
    const auto ephemeris = open_ephemeris(*source);
    if (ephemeris) fmt::print("{}\n", ephemeris->provenance());
    status = ephemeris ? exit_done : exit_failed;
  });
}

}  // namespace astronova::app
