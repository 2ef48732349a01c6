#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <fstream>

#include <fmt/format.h>

#include "api/chart_json.h"
#include "api/chart_request.h"
#include "api/errors.h"
#include "app/chart_flags.h"
#include "app/chart_table.h"
#include "app/commands.h"
#include "app/configuration.h"
#include "app/report_error.h"

namespace astronova::app {
namespace {

namespace json = boost::json;

struct CastFlags {
  std::string date, time, place, timezone, utc_offset, calendar;
  std::optional<double> latitude, longitude;
  std::optional<int> fold;
  ChartFlags chart{};
  bool as_json = false;
  std::string svg_file, theme;
  EphemerisConfiguration ephemeris{};
};

std::map<std::string_view, std::string_view> flags_by_pointer() {
  auto flags = chart_flags_by_pointer();
  flags.insert({{"/birthData/date", "--date"},
                {"/birthData/time", "--time"},
                {"/birthData/place", "--place"},
                {"/birthData/timezone", "--timezone"},
                {"/birthData/utcOffset", "--utc-offset"},
                {"/birthData/calendar", "--calendar"},
                {"/birthData/fold", "--fold"},
                {"/birthData/latitude", "--lat"},
                {"/birthData/longitude", "--lon"},
                {"/options/theme", "--theme"}});
  return flags;
}

void declare_birth(CLI::App& command, CastFlags& flags) {
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

void declare_output(CLI::App& command, CastFlags& flags) {
  command.add_flag("--json", flags.as_json, "Print what POST /api/v1/chart/generate answers");
  command.add_option("--svg", flags.svg_file, "File to draw the wheel into");
  command.add_option("--theme", flags.theme, "light or dark, of the wheel");
}

// The flags as the request that means the same, so that both are read by the same code.
json::object request_of(const CastFlags& flags) {
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
  auto request = request_members(flags.chart);
  auto& options = request["options"].get_object();
  put(options, "theme", flags.theme);
  options["svg"] = !flags.svg_file.empty();
  request["birthData"] = std::move(birth);
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

int cast(const CastFlags& flags) {
  const auto request = api::read_chart_request(json::value(request_of(flags)));
  if (!request) return report_error(request.error(), flags_by_pointer());
  const auto ephemeris = open_ephemeris(flags.ephemeris);
  if (!ephemeris) return exit_failed;
  if (!flags.svg_file.empty() && !request->western) {
    return report_error(invalid_field("/systems", "the wheel is of the western chart; add it"),
                        flags_by_pointer());
  }
  const auto chart = usecases::cast_natal_chart(*ephemeris, *request);
  if (!chart)
    return report_error(api::below(chart.error(), "/birthData", "/date"), flags_by_pointer());
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
  const auto flags = std::make_shared<CastFlags>();
  declare_birth(*command, *flags);
  declare(*command, flags->chart);
  declare_output(*command, *flags);
  declare(*command, flags->ephemeris);
  command->callback([flags, &status] { status = cast(*flags); });
}

}  // namespace astronova::app
