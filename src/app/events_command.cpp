#include <CLI/CLI.hpp>

#include <fmt/format.h>

#include "api/errors.h"
#include "api/event_calendar.h"
#include "api/event_json.h"
#include "app/commands.h"
#include "app/configuration.h"
#include "app/report_error.h"

namespace astronova::app {
namespace {

struct EventsFlags {
  std::string from, to, kinds, bodies, aspects, zodiac, ayanamsa, void_bodies, latitude, longitude;
  bool as_calendar = false;
  EphemerisConfiguration ephemeris{};
};

const FlagsByPointer events_flags{
    {"/from", "--from"},         {"/to", "--to"},
    {"/kinds", "--kinds"},       {"/bodies", "--bodies"},
    {"/aspects", "--aspects"},   {"/zodiac", "--zodiac"},
    {"/ayanamsa", "--ayanamsa"}, {"/voidBodies", "--void-bodies"},
    {"/latitude", "--lat"},      {"/longitude", "--lon"},
};

// The flags as the query that means the same.
std::vector<std::pair<std::string, std::string>> events_query_of(const EventsFlags& flags) {
  std::vector<std::pair<std::string, std::string>> query;
  const auto put = [&](const char* name, const std::string& value) {
    if (!value.empty()) query.emplace_back(name, value);
  };
  put("from", flags.from);
  put("to", flags.to);
  put("kinds", flags.kinds);
  put("bodies", flags.bodies);
  put("aspects", flags.aspects);
  put("zodiac", flags.zodiac);
  put("ayanamsa", flags.ayanamsa);
  put("voidBodies", flags.void_bodies);
  put("latitude", flags.latitude);
  put("longitude", flags.longitude);
  return query;
}

int print_events(const EventsFlags& flags) {
  const auto query = api::read_events_query(events_query_of(flags));
  if (!query) return report_error(query.error(), events_flags);
  const auto ephemeris = open_ephemeris(flags.ephemeris);
  if (!ephemeris) return exit_failed;
  const auto events = usecases::find_sky_events(*ephemeris, query->request);
  if (!events) return report_error(api::below(events.error(), "", "/from"), events_flags);
  std::string text;
  if (flags.as_calendar) {
    text = api::write_event_calendar(*events);
  } else {
    api::write_events(text, *events, *query, *ephemeris);
    text += '\n';
  }
  fmt::print("{}", text);
  return exit_done;
}

}  // namespace

void add_events_command(CLI::App& program, int& status) {
  auto* command =
      program.add_subcommand("events", "Print what happens in the sky: what GET /events answers");
  const auto flags = std::make_shared<EventsFlags>();
  command->add_option("--from", flags->from, "Instant or date where the range begins")->required();
  command->add_option("--to", flags->to, "Instant or date before which it ends")->required();
  command->add_option("--kinds", flags->kinds,
                      "Kinds, separated by commas: seasons, lunarPhases, solarEclipses ...");
  command->add_option("--bodies", flags->bodies, "Bodies, separated by commas; Sun to Pluto");
  command->add_option("--aspects", flags->aspects, "Aspects, separated by commas; the major ones");
  command->add_option("--zodiac", flags->zodiac, "tropical or sidereal");
  command->add_option("--ayanamsa", flags->ayanamsa, "Ayanamsa; lahiri when absent");
  command->add_option("--void-bodies", flags->void_bodies,
                      "Whose aspects end a void of course: modern or traditional");
  command->add_option("--lat", flags->latitude, "Latitude of the place, degrees");
  command->add_option("--lon", flags->longitude, "Longitude of the place, degrees");
  command->add_flag("--ics", flags->as_calendar, "Print an iCalendar object instead of JSON");
  declare(*command, flags->ephemeris);
  command->callback([flags, &status] { status = print_events(*flags); });
}

}  // namespace astronova::app
