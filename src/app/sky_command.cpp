#include <CLI/CLI.hpp>
#include <array>

#include <fmt/format.h>

#include "api/errors.h"
#include "api/positions_json.h"
#include "app/chart_table.h"
#include "app/commands.h"
#include "app/configuration.h"
#include "app/query_flags.h"
#include "app/report_error.h"

namespace astronova::app {
namespace {

constexpr std::array sky_flags{
    QueryFlag{"at", "--at", "Instant, such as 2026-11-23T00:00:00Z; now when absent"},
    QueryFlag{"bodies", "--bodies", "Bodies, separated by commas"},
    QueryFlag{"zodiac", "--zodiac", "tropical or sidereal"},
    QueryFlag{"ayanamsa", "--ayanamsa", "Ayanamsa; lahiri when absent"},
    QueryFlag{"node", "--node", "true or mean"},
    QueryFlag{"center", "--center", "geocentric, topocentric or heliocentric"},
    QueryFlag{"latitude", "--lat", "Latitude of the observer, degrees"},
    QueryFlag{"longitude", "--lon", "Longitude of the observer, degrees"},
};

struct SkyFlags {
  QueryFlags query{sky_flags};
  bool as_json = false;
  EphemerisConfiguration ephemeris{};
};

int read(const SkyFlags& flags) {
  const SystemClock clock;
  const auto query = api::read_positions_query(flags.query.query(), clock);
  if (!query) return report_error(query.error(), flags.query.by_pointer());
  const auto ephemeris = open_ephemeris(flags.ephemeris);
  if (!ephemeris) return exit_failed;
  const auto sky = usecases::read_the_sky(*ephemeris, query->sky);
  if (!sky) return report_error(api::below(sky.error(), "", "/at"), flags.query.by_pointer());
  std::string text;
  if (flags.as_json) {
    api::write_positions(text, *sky, *query, *ephemeris);
    text += '\n';
  } else {
    text = sky_table(*sky, query->at);
  }
  fmt::print("{}", text);
  return exit_done;
}

}  // namespace

void add_sky_command(CLI::App& program, int& status) {
  auto* command = program.add_subcommand("sky", "Print where the bodies are");
  const auto flags = std::make_shared<SkyFlags>();
  flags->query.declare(*command);
  command->add_flag("--json", flags->as_json, "Print what GET /api/v1/ephemeris/positions answers");
  declare(*command, flags->ephemeris);
  command->callback([flags, &status] { status = read(*flags); });
}

}  // namespace astronova::app
