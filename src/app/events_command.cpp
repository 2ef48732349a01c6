#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "api/errors.h"
#include "api/event_calendar.h"
#include "api/event_json.h"
#include "app/commands.h"
#include "app/configuration.h"
#include "app/query_flags.h"
#include "app/report_error.h"

namespace astronova::app {
namespace {

using usecases::SkyEventKind;

constexpr std::array events_flags{
    QueryFlag{"from", "--from", "Instant or date where the range begins", true},
    QueryFlag{"to", "--to", "Instant or date before which it ends", true},
    QueryFlag{"kinds", "--kinds",
              "Kinds, separated by commas: seasons, lunarPhases, solarEclipses ..."},
    QueryFlag{"bodies", "--bodies", "Bodies, separated by commas; Sun to Pluto"},
    QueryFlag{"aspects", "--aspects", "Aspects, separated by commas; the major ones"},
    QueryFlag{"zodiac", "--zodiac", "tropical or sidereal"},
    QueryFlag{"ayanamsa", "--ayanamsa", "Ayanamsa; lahiri when absent"},
    QueryFlag{"voidBodies", "--void-bodies",
              "Whose aspects end a void of course: modern or traditional"},
    QueryFlag{"latitude", "--lat", "Latitude of the place, degrees"},
    QueryFlag{"longitude", "--lon", "Longitude of the place, degrees"},
};

struct EventsFlags {
  QueryFlags query{events_flags};
  bool as_calendar = false;
  EphemerisConfiguration ephemeris{};
};

// Whether a search takes longer on Swiss Ephemeris than to make a table first: one that follows
// many bodies through the zodiac for a month or more.
bool is_long_search(const usecases::SkyEventsRequest& request) {
  constexpr double days_min = 30;
  constexpr std::array kinds{SkyEventKind::ingresses,     SkyEventKind::stations,
                             SkyEventKind::aspects,       SkyEventKind::void_of_course,
                             SkyEventKind::out_of_bounds, SkyEventKind::nodes};
  // What will be refused needs none.
  const double days_max = request.wants(SkyEventKind::aspects)
                              ? usecases::sky_event_days_max_of_aspects
                              : usecases::sky_event_days_max;
  const double days = request.to.value - request.from.value;
  return days >= days_min && days <= days_max &&
         std::ranges::any_of(kinds, [&](auto kind) { return request.wants(kind); });
}

std::unique_ptr<sky::Ephemeris> ephemeris_for(const EphemerisConfiguration& configuration,
                                              const usecases::SkyEventsRequest& request) {
  if (!is_long_search(request)) return open_ephemeris(configuration);
  return open_ephemeris_of(
      configuration, {request.from, request.to, usecases::bodies_of(request), request.ayanamsa});
}

int print_events(const EventsFlags& flags) {
  const auto query = api::read_events_query(flags.query.query());
  if (!query) return report_error(query.error(), flags.query.by_pointer());
  const auto ephemeris = ephemeris_for(flags.ephemeris, query->request);
  if (!ephemeris) return exit_failed;
  const auto events = usecases::find_sky_events(*ephemeris, query->request);
  if (!events) {
    return report_error(api::below(events.error(), "", "/from"), flags.query.by_pointer());
  }
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
  flags->query.declare(*command);
  command->add_flag("--ics", flags->as_calendar, "Print an iCalendar object instead of JSON");
  declare(*command, flags->ephemeris);
  command->callback([flags, &status] { status = print_events(*flags); });
}

}  // namespace astronova::app
