#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fstream>

#include <fmt/format.h>

#include "api/chart_json.h"
#include "api/chart_request.h"
#include "api/errors.h"
#include "app/chart_table.h"
#include "app/commands.h"
#include "app/configuration.h"
#include "app/report_error.h"

namespace astronova::app {
namespace {

namespace json = boost::json;

struct Flags {
  std::string date, time, place, timezone, utc_offset, calendar;
  std::optional<double> latitude, longitude;
  std::optional<int> fold;
  std::vector<std::string> systems, bodies, aspects;
  std::string house_system, zodiac, ayanamsa, node, center, theme;
  bool as_json = false;
  std::string svg_file;
  EphemerisConfiguration ephemeris{};
};

const std::map<std::string_view, std::string_view> flag_of_pointer{
    {"/birthData/date", "--date"},
    {"/birthData/time", "--time"},
    {"/birthData/place", "--place"},
    {"/birthData/timezone", "--timezone"},
    {"/birthData/utcOffset", "--utc-offset"},
    {"/birthData/calendar", "--calendar"},
    {"/birthData/fold", "--fold"},
    {"/birthData/latitude", "--lat"},
    {"/birthData/longitude", "--lon"},
    {"/systems", "--systems"},
    {"/options/bodies", "--bodies"},
    {"/options/aspects", "--aspects"},
    {"/options/houseSystem", "--house-system"},
    {"/options/zodiac", "--zodiac"},
    {"/options/ayanamsa", "--ayanamsa"},
    {"/options/node", "--node"},
    {"/options/center", "--center"},
    {"/options/theme", "--theme"},
};

void declare_birth(CLI::App& command, Flags& flags) {
  command.add_option("--date", flags.date, "Date of birth, YYYY-MM-DD")->required();
  command.add_option("--time", flags.time, "Time of birth, HH:MM or HH:MM:SS; unknown when absent");
  command.add_option("--place", flags.place, "Place of birth, such as \"paris, texas\"");
  command.add_option("--timezone", flags.timezone, "IANA zone, instead of the one of the place");
  command.add_option("--utc-offset", flags.utc_offset, "Offset instead of a zone, such as -04:00");
  command.add_option("--lat", flags.latitude, "Latitude of birth, degrees, north positive");
  command.add_option("--lon", flags.longitude, "Longitude of birth, degrees, east positive");
  command.add_option("--calendar", flags.calendar, "gregorian or julian");
  command.add_option("--fold", flags.fold, "0 or 1: which of two times when clocks went back");
}

void declare_options(CLI::App& command, Flags& flags) {
  command.add_option("--systems", flags.systems, "western, vedic, or both")->delimiter(',');
  command.add_option("--bodies", flags.bodies, "Bodies, separated by commas")->delimiter(',');
  command.add_option("--aspects", flags.aspects, "Aspects, separated by commas")->delimiter(',');
  command.add_option("--house-system", flags.house_system, "House system; placidus when absent");
  command.add_option("--zodiac", flags.zodiac, "tropical or sidereal");
  command.add_option("--ayanamsa", flags.ayanamsa, "Ayanamsa; lahiri when absent");
  command.add_option("--node", flags.node, "true or mean");
  command.add_option("--center", flags.center, "geocentric or topocentric");
  command.add_flag("--json", flags.as_json, "Print what POST /api/v1/chart/generate answers");
  command.add_option("--svg", flags.svg_file, "File to draw the wheel into");
  command.add_option("--theme", flags.theme, "light or dark, of the wheel");
}

void put(json::object& object, std::string_view name, const std::string& value) {
  if (!value.empty()) object[json::string_view{name.data(), name.size()}] = value;
}

void put(json::object& object, std::string_view name, const std::vector<std::string>& values) {
  if (values.empty()) return;
  object[json::string_view{name.data(), name.size()}] = json::array(values.begin(), values.end());
}

// The flags as the request that means the same, so that both are read by the same code.
json::object request_of(const Flags& flags) {
  json::object birth;
  put(birth, "date", flags.date);
  put(birth, "time", flags.time);
  put(birth, "place", flags.place);
  put(birth, "timezone", flags.timezone);
  put(birth, "utcOffset", flags.utc_offset);
  put(birth, "calendar", flags.calendar);
  if (flags.fold) birth["fold"] = *flags.fold;
  if (flags.latitude) birth["latitude"] = *flags.latitude;
  if (flags.longitude) birth["longitude"] = *flags.longitude;
  json::object options;
  put(options, "bodies", flags.bodies);
  put(options, "aspects", flags.aspects);
  put(options, "houseSystem", flags.house_system);
  put(options, "zodiac", flags.zodiac);
  put(options, "ayanamsa", flags.ayanamsa);
  put(options, "node", flags.node);
  put(options, "center", flags.center);
  put(options, "theme", flags.theme);
  options["svg"] = !flags.svg_file.empty();
  json::object request{{"birthData", birth}, {"options", options}};
  put(request, "systems", flags.systems);
  return request;
}

int write_file(const std::string& path, const std::string& text) {
  std::ofstream file{path, std::ios::binary};
  file << text;
  file.close();
  if (file) return exit_done;
  fmt::print(stderr, "error: --svg: {} cannot be written\n", path);
  return exit_failed;
}

int cast(const Flags& flags) {
  const auto request = api::read_chart_request(json::value(request_of(flags)));
  if (!request) return report_error(request.error(), flag_of_pointer);
  const auto ephemeris = open_ephemeris(flags.ephemeris);
  if (!ephemeris) return exit_failed;
  if (!flags.svg_file.empty() && !request->western) {
    return report_error(invalid_field("/systems", "the wheel is of the western chart; add it"),
                        flag_of_pointer);
  }
  const auto chart = usecases::cast_natal_chart(*ephemeris, *request);
  if (!chart)
    return report_error(api::below(chart.error(), "/birthData", "/date"), flag_of_pointer);
  if (!flags.svg_file.empty()) {
    if (const int failed = write_file(flags.svg_file, *chart->western->svg)) return failed;
  }
  std::string text;
  if (flags.as_json) {
    api::write_chart(text, *chart, *request, *ephemeris);
    text += '\n';
  } else {
    text = chart_table(*chart, request->birth);
  }
  fmt::print("{}", text);
  return exit_done;
}

}  // namespace

void add_chart_command(CLI::App& program, int& status) {
  auto* command = program.add_subcommand("chart", "Cast a natal chart");
  const auto flags = std::make_shared<Flags>();
  declare_birth(*command, *flags);
  declare_options(*command, *flags);
  declare(*command, flags->ephemeris);
  command->callback([flags, &status] { status = cast(*flags); });
}

}  // namespace astronova::app
