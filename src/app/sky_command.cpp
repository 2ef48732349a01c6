#include <CLI/CLI.hpp>

#include <fmt/format.h>

#include "api/errors.h"
#include "api/positions_json.h"
#include "app/chart_table.h"
#include "app/commands.h"
#include "app/configuration.h"
#include "app/report_error.h"

namespace astronova::app {
namespace {

struct SkyFlags {
  std::string at, bodies, zodiac, ayanamsa, node, center, latitude, longitude;
  bool as_json = false;
  EphemerisConfiguration ephemeris{};
};

const FlagsByPointer flag_of_pointer{
    {"/at", "--at"},         {"/bodies", "--bodies"},
    {"/zodiac", "--zodiac"}, {"/ayanamsa", "--ayanamsa"},
    {"/node", "--node"},     {"/center", "--center"},
    {"/latitude", "--lat"},  {"/longitude", "--lon"},
};

// The flags as the query that means the same.
std::vector<std::pair<std::string, std::string>> query_of(const SkyFlags& flags) {
  std::vector<std::pair<std::string, std::string>> query;
  const auto put = [&](const char* name, const std::string& value) {
    if (!value.empty()) query.emplace_back(name, value);
  };
  put("at", flags.at);
  put("bodies", flags.bodies);
  put("zodiac", flags.zodiac);
  put("ayanamsa", flags.ayanamsa);
  put("node", flags.node);
  put("center", flags.center);
  put("latitude", flags.latitude);
  put("longitude", flags.longitude);
  return query;
}

int read(const SkyFlags& flags) {
  const SystemClock clock;
  const auto query = api::read_positions_query(query_of(flags), clock);
  if (!query) return report_error(query.error(), flag_of_pointer);
  const auto ephemeris = open_ephemeris(flags.ephemeris);
  if (!ephemeris) return exit_failed;
  const auto sky = usecases::read_the_sky(*ephemeris, query->sky);
  if (!sky) return report_error(api::below(sky.error(), "", "/at"), flag_of_pointer);
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
  command->add_option("--at", flags->at, "Instant, such as 2026-11-23T00:00:00Z; now when absent");
  command->add_option("--bodies", flags->bodies, "Bodies, separated by commas");
  command->add_option("--zodiac", flags->zodiac, "tropical or sidereal");
  command->add_option("--ayanamsa", flags->ayanamsa, "Ayanamsa; lahiri when absent");
  command->add_option("--node", flags->node, "true or mean");
  command->add_option("--center", flags->center, "geocentric, topocentric or heliocentric");
  command->add_option("--lat", flags->latitude, "Latitude of the observer, degrees");
  command->add_option("--lon", flags->longitude, "Longitude of the observer, degrees");
  command->add_flag("--json", flags->as_json, "Print what GET /api/v1/ephemeris/positions answers");
  declare(*command, flags->ephemeris);
  command->callback([flags, &status] { status = read(*flags); });
}

}  // namespace astronova::app
