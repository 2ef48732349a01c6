#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <fstream>

#include <fmt/format.h>

#include "api/chart_json.h"
#include "api/chart_request.h"
#include "api/errors.h"
#include "app/birth_flags.h"
#include "app/chart_flags.h"
#include "app/chart_table.h"
#include "app/commands.h"
#include "app/configuration.h"
#include "app/report_error.h"

namespace astronova::app {
namespace {

namespace json = boost::json;

struct CastFlags {
  BirthFlags birth{};
  ChartFlags chart{};
  bool as_json = false;
  std::string svg_file, theme;
  EphemerisConfiguration ephemeris{};
};

FlagsByPointer flags_by_pointer() {
  auto flags = chart_flags_by_pointer();
  flags.merge(birth_flags_by_pointer("/birthData"));
  flags.emplace("/options/theme", "--theme");
  return flags;
}

void declare_output(CLI::App& command, CastFlags& flags) {
  command.add_flag("--json", flags.as_json, "Print what POST /api/v1/chart/generate answers");
  command.add_option("--svg", flags.svg_file, "File to draw the wheel into");
  command.add_option("--theme", flags.theme, "light or dark, of the wheel");
}

// The flags as the request that means the same, so that both are read by the same code.
json::object request_of(const CastFlags& flags) {
  auto request = request_members(flags.chart);
  auto& options = request["options"].get_object();
  put(options, "theme", flags.theme);
  options["svg"] = !flags.svg_file.empty();
  request["birthData"] = birth_members(flags.birth);
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
  auto* command =
      program.add_subcommand("chart", "Cast a natal chart, or look at charts in another way");
  const auto flags = std::make_shared<CastFlags>();
  declare(*command, flags->birth);
  declare(*command, flags->chart);
  declare_output(*command, *flags);
  declare(*command, flags->ephemeris);
  add_technique_commands(*command, status);
  command->callback([command, flags, &status] {
    if (command->get_subcommands().empty()) status = cast(*flags);
  });
}

}  // namespace astronova::app
